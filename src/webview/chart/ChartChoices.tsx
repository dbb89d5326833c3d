import type { AxisScale } from '../../charts/chart.ts';
import { Choice } from '../parts/Choice.tsx';

interface Props<K extends string> {
  metric: K;
  metrics: readonly K[];
  labelOf: (metric: K) => string;
  scale: AxisScale;
  onMetric: (metric: K) => void;
  onScale: (scale: AxisScale) => void;
}

/** The heading of a panel's charts, with which metric they show on which axis. */
export function ChartChoices<K extends string>({
  metric,
  metrics,
  labelOf,
  scale,
  onMetric,
  onScale,
}: Props<K>) {
  return (
    <div class="section-head">
      <h2 id="charts">Charts</h2>
      <Choice
        label="Metric"
        value={metric}
        options={metrics.map(value => ({ value, label: labelOf(value) }))}
        onChange={onMetric}
      />
      <Choice
        label="Axis of the values"
        value={scale}
        options={[
          { value: 'linear', label: 'Linear' },
          { value: 'log', label: 'Log' },
        ]}
        onChange={onScale}
      />
    </div>
  );
}
