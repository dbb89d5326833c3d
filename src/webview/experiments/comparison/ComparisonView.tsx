import { comparisonCsv } from '../../../core/compare/comparisonCsv.ts';
import { comparisonsMarkdown } from '../../../core/compare/comparisonMarkdown.ts';
import type { PairComparison } from '../../../core/compare/result.ts';
import type { ExperimentContent } from '../../../protocol/experiments.ts';
import { Notice } from '../../parts/Notice.tsx';
import { SegmentedControl } from '../../parts/SegmentedControl.tsx';
import { tabPanelId } from '../../parts/Tabs.tsx';
import type { ExperimentPanel } from '../panel/experimentPanel.ts';
import { PageHead } from '../panel/PageHead.tsx';
import { Candidates } from './Candidates.tsx';
import { Cautions } from './Cautions.tsx';
import { ComparedRows } from './ComparedRows.tsx';
import { ComparisonCharts } from './ComparisonCharts.tsx';
import { Conclusion } from './Conclusion.tsx';
import { MethodNotes } from './MethodNotes.tsx';
import { SideList } from './SideList.tsx';
import { shownRows } from './shownRows.ts';

interface Props {
  panel: ExperimentPanel;
  title: string;
  content: Extract<ExperimentContent, { kind: 'runs' }>;
}

/** Runs side by side: the conclusion, what speaks against it, the numbers, the method, the charts. */
export function ComparisonView({ panel, title, content }: Props) {
  const { comparison, recipe } = content;
  const { pairs, runs } = comparison;
  const wanted = panel.ui.state.value.candidate;
  const chosen = Math.max(
    0,
    pairs.findIndex(({ candidate }) => candidate === wanted),
  );
  const pair = pairs[chosen];
  return (
    <main class="experiment">
      <PageHead
        panel={panel}
        title={title}
        subtitle={recipe ?? (pair && arrangementNames[pair.arrangement])}
        spoken={pair?.conclusion ?? ''}
        markdown={() => comparisonsMarkdown(content)}
        csv={() => comparisonCsv(pairs)}
      />
      <SideList panel={panel} runs={runs} columns={content.columns} />
      <AllFailed content={content} />
      {pair === undefined ? (
        <Notice
          severity="info"
          message="This comparison has only one run, but it needs at least two."
          advice="Select at least two runs in the Runs tree and compare them."
        />
      ) : (
        <>
          <ChosenPair panel={panel} content={content} chosen={chosen} pair={pair} />
          <ComparisonCharts panel={panel} content={content} />
          <MethodNotes pair={pair} />
        </>
      )}
    </main>
  );
}

const arrangementNames = {
  interleaved: 'Interleaved runs, request by request',
  overlapping: 'Runs at the same time',
  separate: 'Runs one after the other',
} as const;

interface PairProps extends Pick<Props, 'panel' | 'content'> {
  chosen: number;
  pair: PairComparison;
}

/** One run against the baseline; with several of them, a tab for each. */
function ChosenPair({ panel, content, chosen, pair }: PairProps) {
  const { findings, comparison } = content;
  const { pairs, warnings } = comparison;
  const several = pairs.length > 1;
  const tab = {
    role: 'tabpanel',
    id: tabPanelId(`${chosen}`),
    'aria-labelledby': `tab-${chosen}`,
  } as const;
  return (
    <>
      {several && (
        <Candidates pairs={pairs} chosen={chosen} onChoose={candidate => panel.ui.change({ candidate })} />
      )}
      <div class="pair" {...(several && tab)}>
        <Conclusion panel={panel} pair={pair} pairs={pairs} />
        {findings.length > 0 && <Findings findings={findings} />}
        {warnings.map(warning => (
          <Notice key={warning} severity="warning" message={warning} />
        ))}
        <Cautions pair={pair} />
        <SideBySide panel={panel} pair={pair} />
      </div>
    </>
  );
}

/** Runs without a successful response have no times, whatever the verdicts on the rest say. */
function AllFailed({ content: { comparison, columns } }: Pick<Props, 'content'>) {
  const names = comparison.runs
    .filter((_, i) => columns[i]?.failed.length !== 0 && columns[i]?.failed.every(one => one === 1))
    .map(({ name }) => name);
  if (names.length === 0) return null;
  return (
    <Notice
      severity="error"
      message={`Every request of ${names.join(' and ')} failed, so there are no times to compare.`}
      advice="Open the run to see why."
    />
  );
}

function Findings({ findings }: { findings: readonly string[] }) {
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">Findings</h2>
      <ul class="bullets">
        {findings.map(finding => (
          <li key={finding}>{finding}</li>
        ))}
      </ul>
    </section>
  );
}

function SideBySide({ panel, pair }: { panel: ExperimentPanel; pair: PairComparison }) {
  const { statistic } = panel.ui.state.value;
  return (
    <section aria-labelledby="side-by-side">
      <div class="section-head">
        <h2 id="side-by-side">Side by side</h2>
        <SegmentedControl
          label="Statistic"
          value={statistic}
          options={[
            { value: 'median', label: 'Median' },
            { value: 'mean', label: 'Mean' },
            { value: 'p90', label: 'p90' },
            { value: 'p99', label: 'p99' },
            { value: 'all', label: 'All' },
          ]}
          onChange={value => panel.ui.change({ statistic: value })}
        />
      </div>
      <ComparedRows
        caption={`${pair.candidate} against ${pair.baseline}`}
        first="Metric"
        baseline={pair.baseline}
        candidate={pair.candidate}
        rows={shownRows(pair, statistic)}
      />
    </section>
  );
}
