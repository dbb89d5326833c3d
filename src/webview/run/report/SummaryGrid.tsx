import { type SummaryCell, type SummaryTable, summaryColumns } from '../../../core/format/summaryTable.ts';
import { Quantity } from '../../parts/Quantity.tsx';

function Cell({ cell }: { cell: SummaryCell }) {
  const interval = cell.interval === undefined ? null : `95 % CI: ${cell.interval}.`;
  return (
    <td
      class={cell.unreliable === null ? undefined : 'unreliable'}
      data-tip={[cell.unreliable, interval].filter(Boolean).join(' ') || undefined}
    >
      <Quantity text={cell.text} />
      {interval !== null && <span class="sr">, {interval}</span>}
      {cell.unreliable !== null && <span class="sr">, not reliable: {cell.unreliable}</span>}
    </td>
  );
}

/** Distributions, one per row. */
export function SummaryGrid({ table }: { table: SummaryTable }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="scroll-x" tabIndex={0} aria-label="Summary table">
      <table class="data summary">
        <thead>
          <tr>
            <th scope="col">Metric</th>
            {summaryColumns.map(column => (
              <th key={column.key} scope="col" data-tip={column.definition}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(row => (
            <tr key={row.key}>
              <th scope="row">
                {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its definition shows on focus */}
                <span class="term" tabIndex={0} data-tip={row.definition}>
                  {row.label}
                </span>
              </th>
              {row.cells.map((cell, i) => (
                <Cell key={summaryColumns[i]?.key} cell={cell} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Metrics with one value per run. */
export function ScalarList({ table }: { table: SummaryTable }) {
  return (
    <dl class="scalars">
      {table.scalars.map(scalar => (
        <div key={scalar.key}>
          <dt>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its definition shows on focus */}
            <span class="term" tabIndex={0} data-tip={scalar.definition}>
              {scalar.label}
            </span>
          </dt>
          <dd>{scalar.text}</dd>
        </div>
      ))}
    </dl>
  );
}
