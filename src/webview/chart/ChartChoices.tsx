import type { AxisScale } from '../../charts/chart.ts';
import { SegmentedControl } from '../parts/SegmentedControl.tsx';

interface Props<K extends string> {
  metric: K;
  metrics: readonly K[];
  labelOf: (metric: K) => string;
  scale: AxisScale;
  onMetric: (metric: K) => void;
  onScale: (scale: AxisScale) => void;
}

/** The heading of a panel's charts, with the choice of their metric and scale. */
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
      <SegmentedControl
        label="Metric"
        value={metric}
        options={metrics.map(value => ({ value, label: labelOf(value) }))}
        onChange={onMetric}
      />
      <SegmentedControl
        label="Scale"
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
