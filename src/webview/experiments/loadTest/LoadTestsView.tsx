import { countOf } from '../../../core/format/quantities.ts';
import type { Knee } from '../../../core/loadTest/knee.ts';
import { loadTestCsv } from '../../../core/loadTest/levelTable.ts';
import { loadTestsMarkdown } from '../../../core/loadTest/loadTestsMarkdown.ts';
import type { ExperimentContent } from '../../../protocol/experiments.ts';
import type { LoadTest } from '../../../protocol/run.ts';
import { ErrorGroups } from '../../parts/ErrorGroups.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { Notice } from '../../parts/Notice.tsx';
import type { ExperimentPanel } from '../panel/experimentPanel.ts';
import { PageHead } from '../panel/PageHead.tsx';
import { RevealFolderButton } from '../panel/RevealFolderButton.tsx';
import { SideMark } from '../panel/SideMark.tsx';
import { LevelDifferences } from './LevelDifferences.tsx';
import { LevelsTable } from './LevelsTable.tsx';
import { LoadTestCharts } from './LoadTestCharts.tsx';

interface Props {
  panel: ExperimentPanel;
  title: string;
  content: Extract<ExperimentContent, { kind: 'load-tests' }>;
}

/** Load tests: where the knee is, the levels, what differs between tests, the charts. */
export function LoadTestsView({ panel, title, content }: Props) {
  const { tests, series, comparisons } = content;
  const spoken = tests.map(({ name, knee }) => `${name}: ${knee.sentence}`).join(' ');
  return (
    <main class="experiment">
      <PageHead
        panel={panel}
        title={title}
        subtitle={tests.length === 1 ? 'Load test' : `${tests.length} load tests on shared axes`}
        spoken={spoken}
        markdown={() => loadTestsMarkdown(tests, comparisons)}
        csv={() => loadTestCsv(tests)}
      />
      {tests.map((test, i) => (
        <TestSummary key={test.folder} panel={panel} test={test} side={tests.length > 1 ? i : null} />
      ))}
      <LevelDifferences comparisons={comparisons} />
      <LoadTestCharts panel={panel} tests={tests} series={series} />
      {tests.map(test => (
        <ErrorsByLevel key={test.folder} test={test} named={tests.length > 1} />
      ))}
    </main>
  );
}

interface SummaryProps {
  panel: ExperimentPanel;
  test: LoadTest;
  /** Index among several tests, or null. */
  side: number | null;
}

function TestSummary({ panel, test, side }: SummaryProps) {
  const { name, knee, levels, warnings } = test;
  return (
    <section class="load-test" aria-label={name}>
      {side !== null && (
        <div class="section-head">
          <SideMark theme={panel.theme.value} index={side} />
          <h2>{name}</h2>
        </div>
      )}
      <KneeConclusion panel={panel} test={test} side={side} />
      {warnings.map(warning => (
        <Notice key={warning} severity="warning" message={warning} />
      ))}
      {levels.length === 0 ? (
        <Notice severity="info" message="This load test has no levels yet." advice="Run it again." />
      ) : (
        <LevelsTable name={name} levels={levels} knee={knee} onOpen={level => void panel.openRun(level)} />
      )}
    </section>
  );
}

/** Where the knee is, and how it was found. */
function KneeConclusion({ panel, test: { folder, knee }, side }: SummaryProps) {
  return (
    <div class={`conclusion ${knee.clients === null || knee.tentative ? 'unknown' : 'better'}`}>
      <Icon name={knee.clients === null ? 'info' : 'chart'} />
      <div class="conclusion-text">
        {side === null && <h2>{headingOf(knee)}</h2>}
        <p>{knee.sentence}</p>
        <p class="muted">{knee.method}</p>
      </div>
      <RevealFolderButton panel={panel} folder={folder} class="conclusion-choice" />
    </div>
  );
}

function headingOf({ clients, tentative }: Knee): string {
  if (clients === null) return 'No knee found';
  return tentative ? 'Tentative knee found' : 'Knee found';
}

/** The failures at each level, by reason. */
function ErrorsByLevel({ test, named }: { test: LoadTest; named: boolean }) {
  const failing = test.levels.filter(({ errors }) => errors.length > 0);
  if (failing.length === 0) return null;
  return (
    <section aria-label={`Errors of ${test.name}`}>
      <h2>Errors{named ? ` of ${test.name}` : ''}</h2>
      {failing.map(({ clients, errors }) => (
        <section key={clients} class="level-errors" aria-label={countOf(clients, 'client')}>
          <h3>{countOf(clients, 'client')}</h3>
          <ErrorGroups errors={errors} />
        </section>
      ))}
    </section>
  );
}
