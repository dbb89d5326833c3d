import { csvText } from '../../core/format/csv.ts';
import { repeatedMarkdown, repeatedMeaning, repeatedTable } from '../../core/repeats/repeatedRun.ts';
import type { RepeatedRun } from '../../protocol/experiments.ts';
import type { ExperimentPanel } from './panel/experimentPanel.ts';
import { PageHead } from './panel/PageHead.tsx';

interface Props {
  panel: ExperimentPanel;
  title: string;
  repeated: RepeatedRun;
}

/** A repeated run: the mean of each number, and how much the runs differ. */
export function RepeatsView({ panel, title, repeated }: Props) {
  const { runs, numbers, warnings } = repeated;
  const table = repeatedTable(
    numbers,
    runs.map(({ name }) => name),
  );
  return (
    <main class="experiment">
      <PageHead
        panel={panel}
        title={title}
        subtitle={`The same run, ${runs.length} times`}
        spoken={title}
        markdown={() => repeatedMarkdown(repeated)}
        csv={() => csvText(table.columns, table.rows)}
      />
      {warnings.map(warning => (
        <p key={warning}>{warning}</p>
      ))}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="scroll-x" tabIndex={0} aria-label={`Numbers of ${title}`}>
        <table class="data">
          <caption class="sr">Numbers of {title}</caption>
          <thead>
            <tr>
              {table.columns.map((column, i) => (
                <th key={column} scope="col">
                  {runs[i - 4] ? (
                    <RunButton panel={panel} name={column} folder={runs[i - 4]?.folder} />
                  ) : (
                    column
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(([label, ...cells]) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {cells.map((cell, i) => (
                  <td key={table.columns[i + 1]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="muted">{repeatedMeaning}</p>
    </main>
  );
}

function RunButton({
  panel,
  name,
  folder,
}: {
  panel: ExperimentPanel;
  name: string;
  folder?: string | undefined;
}) {
  return (
    <button
      type="button"
      class="button link"
      onClick={() => folder !== undefined && void panel.openRun(folder)}
    >
      {name}
    </button>
  );
}
