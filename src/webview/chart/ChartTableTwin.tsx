import type { Chart } from '../../charts/chart.ts';

/** The numbers of a chart as a table. */
export function ChartTableTwin({ chart }: { chart: Chart }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="chart-table" tabIndex={0} aria-label={`${chart.title}, table`}>
      <table class="data">
        <caption class="sr">{chart.description}</caption>
        <thead>
          <tr>
            {chart.table.columns.map(column => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {chart.table.rows.map(([first, ...rest]) => (
            <tr key={first}>
              <th scope="row">{first}</th>
              {rest.map((cell, i) => (
                <td key={chart.table.columns[i + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
