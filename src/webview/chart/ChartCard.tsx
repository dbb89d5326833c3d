import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { Chart } from '../../charts/chart.ts';
import { Icon } from '../parts/Icon.tsx';
import { ChartCanvas } from './ChartCanvas.tsx';
import { ChartTableTwin } from './ChartTableTwin.tsx';
import './chart.css';

interface Props {
  chart: Chart;
  asTable: boolean;
  onToggle: () => void;
  live?: boolean;
  onPoint?: ((data: unknown) => void) | undefined;
  note?: ComponentChildren;
  /** Whether it takes the whole width. */
  wide?: boolean;
  /** Whether it takes more height. */
  tall?: boolean;
  /** More buttons beside the one that switches to the table. */
  actions?: ComponentChildren;
}

/** A chart with its title and a button that switches to the same data as a table. */
export function ChartCard(props: Props) {
  const { chart, asTable, onToggle, live = false, onPoint, wide, tall, actions } = props;
  const note = props.note ?? chart.note;
  const title = useId();
  return (
    <section class={`chart-card${wide ? ' wide' : ''}${tall ? ' tall' : ''}`} aria-labelledby={title}>
      <header class="chart-head">
        <h3 id={title}>{chart.title}</h3>
        {note !== undefined && (
          <span class="muted chart-note" data-tip={typeof note === 'string' ? note : undefined}>
            {note}
          </span>
        )}
        <div class="chart-buttons">
          <button
            type="button"
            class="icon-button"
            aria-pressed={asTable}
            aria-label={`Show as table: ${chart.title}`}
            data-tip={asTable ? 'Show as chart' : 'Show as table'}
            onClick={onToggle}
          >
            <Icon name={asTable ? 'chart' : 'table'} />
          </button>
          {chart.table.rows.length > 0 && actions}
        </div>
      </header>
      {chart.table.rows.length === 0 ? (
        <p class="chart-empty muted">{chart.description}</p>
      ) : asTable ? (
        <ChartTableTwin chart={chart} />
      ) : (
        <ChartCanvas chart={chart} live={live} onPoint={onPoint} />
      )}
    </section>
  );
}
