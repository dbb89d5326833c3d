import type { ComponentChildren } from 'preact';
import type { Chart } from '../../../charts/chart.ts';
import { ChartCard } from '../../chart/ChartCard.tsx';
import type { ExperimentPanel } from '../panel/experimentPanel.ts';
import { SaveMenu } from './SaveMenu.tsx';

interface Props {
  panel: ExperimentPanel;
  id: string;
  chart: Chart;
  note?: ComponentChildren;
  wide?: boolean;
  tall?: boolean;
}

/** A chart of a result that can be saved; whether it is shown as a table is remembered under `id`. */
export function SavableChart({ panel, id, chart, ...look }: Props) {
  return (
    <ChartCard
      chart={chart}
      asTable={panel.ui.isTable(id)}
      onToggle={() => panel.ui.toggleTable(id)}
      actions={<SaveMenu panel={panel} chart={chart} />}
      {...look}
    />
  );
}
