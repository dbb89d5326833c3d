import { useMemo } from 'preact/hooks';
import { heatmapChart } from '../../../charts/heatmapChart.ts';
import { countOf } from '../../../core/format/quantities.ts';
import type { Heatmap } from '../../../core/heatmap/heatmap.ts';
import { achievedTable } from '../../../core/heatmap/heatmapTable.ts';
import { Facts } from '../../parts/Facts.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { Notice } from '../../parts/Notice.tsx';
import type { ExperimentPanel } from '../panel/experimentPanel.ts';
import { SavableChart } from '../save/SavableChart.tsx';

interface Props {
  panel: ExperimentPanel;
  heatmap: Heatmap;
  /** Whether to say which it is, among several. */
  named: boolean;
}

/** Narrower cells could not hold their numbers; the chart then scrolls. */
const cellPixels = 92;
const axisPixels = 100;

/** One heatmap: what is odd about it, the picture, and what was asked for beside what came of it. */
export function HeatmapSection({ panel, heatmap, named }: Props) {
  const { folder, name, model, bins, warnings, inputMarginals } = heatmap;
  const { heatmapMetric } = panel.ui.state.value;
  const theme = panel.theme.value;
  const chart = useMemo(() => heatmapChart(heatmap, heatmapMetric, theme), [heatmap, heatmapMetric, theme]);
  const requests = sum(inputMarginals.map(cell => cell?.requests ?? 0));
  const failed = sum(inputMarginals.map(cell => cell?.failed ?? 0));
  return (
    <section class="heatmap" aria-label={name}>
      <div class="run-head">
        <div>
          {named && <h2>{name}</h2>}
          <Facts
            facts={[
              ...(named ? [{ label: 'Model', value: model }] : []),
              { label: 'Requests', value: countOf(requests, 'request') },
              {
                label: 'Failed',
                value: failed === 0 ? 'none' : <span class="bad">{countOf(failed, 'request')}</span>,
              },
              { label: 'Bins', value: bins === 'log' ? 'logarithmic' : 'linear' },
            ]}
          />
        </div>
        <div class="actions">
          <button type="button" class="button link" onClick={() => void panel.openRun(folder)}>
            <Icon name="chart" />
            Open Run
          </button>
          <button
            type="button"
            class="button link"
            data-tip={folder}
            onClick={() => void panel.revealFolder(folder)}
          >
            <Icon name="folder" />
            Reveal Folder
          </button>
        </div>
      </div>
      {warnings.map(warning => (
        <Notice key={warning} severity="warning" message={warning} />
      ))}
      {requests > 0 && requests === failed && (
        <Notice
          severity="error"
          message="Every request failed, so there is nothing to measure."
          advice="Open the run to see why."
        />
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="heatmap-chart" tabIndex={0} aria-label={`Heatmap of ${name}`}>
        <div style={{ minWidth: `${axisPixels + (inputMarginals.length + 1) * cellPixels}px` }}>
          <SavableChart panel={panel} id={`heatmap ${folder}`} chart={chart} />
        </div>
      </section>
      {heatmap.achieved.length > 0 && <Achieved heatmap={heatmap} />}
    </section>
  );
}

function Achieved({ heatmap }: { heatmap: Heatmap }) {
  const { columns, rows } = achievedTable(heatmap);
  return (
    <>
      <h3>Lengths asked for and achieved</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="scroll-x" tabIndex={0} aria-label={`Lengths of ${heatmap.name}`}>
        <table class="data achieved">
          <caption class="sr">Asked and achieved lengths, in tokens; median, and least to most</caption>
          <thead>
            <tr>
              {columns.map(column => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <tr key={`${row[0]} ${row[1]}`}>
                {row.map((cell, i) => (
                  <td key={columns[i]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
