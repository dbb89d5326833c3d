import { useMemo } from 'preact/hooks';
import { heatmapChart } from '../../../charts/heatmapChart.ts';
import { countOf } from '../../../core/format/quantities.ts';
import type { Heatmap } from '../../../core/heatmap/heatmap.ts';
import { achievedTable } from '../../../core/heatmap/heatmapTable.ts';
import { type Fact, Facts } from '../../parts/Facts.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { Notice } from '../../parts/Notice.tsx';
import type { ExperimentPanel } from '../panel/experimentPanel.ts';
import { RevealFolderButton } from '../panel/RevealFolderButton.tsx';
import { SavableChart } from '../save/SavableChart.tsx';

interface Props {
  panel: ExperimentPanel;
  heatmap: Heatmap;
  /** Whether to show its name, as one of several. */
  named: boolean;
}

/** Narrower cells have no room for their numbers; the chart scrolls instead. */
const cellPixels = 92;
const axisPixels = 100;

/** One heatmap: its warnings, the chart, and the lengths asked for beside those achieved. */
export function HeatmapSection({ panel, heatmap, named }: Props) {
  const { folder, name, warnings, inputMarginals } = heatmap;
  const { heatmapMetric } = panel.ui.state.value;
  const theme = panel.theme.value;
  const chart = useMemo(() => heatmapChart(heatmap, heatmapMetric, theme), [heatmap, heatmapMetric, theme]);
  const { requests, failed } = countsOf(heatmap);
  return (
    <section class="heatmap" aria-label={name}>
      <HeatmapHead panel={panel} heatmap={heatmap} named={named} />
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
      {heatmap.achieved.length > 0 && <AchievedTable heatmap={heatmap} />}
    </section>
  );
}

function countsOf({ inputMarginals }: Heatmap): { requests: number; failed: number } {
  return {
    requests: sum(inputMarginals.map(cell => cell?.requests ?? 0)),
    failed: sum(inputMarginals.map(cell => cell?.failed ?? 0)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function HeatmapHead({ panel, heatmap, named }: Props) {
  const { folder, name, model, bins } = heatmap;
  const { requests, failed } = countsOf(heatmap);
  const facts: Fact[] = [
    ...(named ? [{ label: 'Model', value: model }] : []),
    { label: 'Requests', value: countOf(requests, 'request') },
    {
      label: 'Failed',
      value: failed === 0 ? 'none' : <span class="bad">{countOf(failed, 'request')}</span>,
    },
    { label: 'Bins', value: bins === 'log' ? 'logarithmic' : 'linear' },
  ];
  return (
    <div class="run-head">
      <div>
        {named && <h2>{name}</h2>}
        <Facts facts={facts} />
      </div>
      <div class="actions">
        <button type="button" class="button link" onClick={() => void panel.openRun(folder)}>
          <Icon name="chart" />
          Open Run
        </button>
        <RevealFolderButton panel={panel} folder={folder} />
      </div>
    </div>
  );
}

function AchievedTable({ heatmap }: { heatmap: Heatmap }) {
  const { columns, rows } = achievedTable(heatmap);
  return (
    <>
      <h3>Requested and achieved lengths</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="scroll-x" tabIndex={0} aria-label={`Lengths of ${heatmap.name}`}>
        <table class="data achieved">
          <caption class="sr">Requested and achieved lengths, in tokens: median, and the range</caption>
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
