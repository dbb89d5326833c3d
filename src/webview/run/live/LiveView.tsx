import { isOver, type RunSnapshot } from '../../../protocol/run.ts';
import { unlessDiagnosed } from '../../../protocol/tooManyFailures.ts';
import { KeyNumbers } from '../../live/KeyNumbers.tsx';
import { LiveCharts } from '../../live/LiveCharts.tsx';
import { LiveProgress } from '../../live/LiveProgress.tsx';
import { spokenProgress } from '../../live/progress.ts';
import { StandingStill } from '../../live/StandingStill.tsx';
import { StopButton } from '../../live/StopButton.tsx';
import { Diagnostics } from '../../parts/Diagnostics.tsx';
import { EndpointLine } from '../../parts/EndpointLine.tsx';
import { ErrorGroups } from '../../parts/ErrorGroups.tsx';
import { LiveStatus } from '../../parts/LiveStatus.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { StateBadge } from '../../parts/StateBadge.tsx';
import { stateText } from '../../parts/stateText.ts';
import type { RunPanel } from '../panel/runPanel.ts';
import { StatGroups } from './StatGroups.tsx';
import '../../live/live.css';

interface Props {
  panel: RunPanel;
  snapshot: RunSnapshot;
}

/** A run in progress. */
export function LiveView({ panel, snapshot }: Props) {
  const { state } = snapshot;
  // A run that failed before its first response has nothing to draw.
  const measured = state !== 'failed' || snapshot.progress.done > 0;
  return (
    <main class="live-view">
      <LiveHead panel={panel} snapshot={snapshot} />
      <LiveStatus text={spokenProgress(snapshot)} urgent={stateText[state].label} />
      <Message panel={panel} snapshot={snapshot} />
      {state !== 'failed' && <LiveProgress snapshot={snapshot} />}
      {!isOver(state) && <StandingStill news={snapshot} pause={panel.pause.value} />}
      <Diagnostics diagnostics={snapshot.diagnostics} />
      {measured && (
        <>
          <KeyNumbers metrics={snapshot.metrics} cost={snapshot.cost} />
          <LiveCharts host={panel} snapshot={snapshot} />
        </>
      )}
      {snapshot.errors.length > 0 && (
        <section aria-labelledby="live-errors">
          <h2 id="live-errors">Errors</h2>
          <ErrorGroups errors={snapshot.errors} />
        </section>
      )}
      {measured && snapshot.groups.length > 0 && (
        <section aria-labelledby="live-stats">
          <h2 id="live-stats">LLMeter statistics</h2>
          <StatGroups groups={snapshot.groups} />
        </section>
      )}
    </main>
  );
}

function LiveHead({ panel, snapshot }: Props) {
  const { name, state, endpoint, progress } = snapshot;
  return (
    <header class="run-head">
      <div>
        <h1>
          {name} <StateBadge state={state} />
        </h1>
        <EndpointLine endpoint={endpoint} />
      </div>
      {!isOver(state) && (
        <StopButton
          what="run"
          stopping={state === 'stopping'}
          inFlight={progress.inFlight}
          onStop={stage => void panel.stop(stage)}
        />
      )}
    </header>
  );
}

/** Why the run failed and what to do, or what it waits for. */
function Message({ panel, snapshot }: Props) {
  const { state, diagnostics } = snapshot;
  const message = unlessDiagnosed(snapshot.message, diagnostics);
  if (state !== 'failed') return message === null ? null : <Notice severity="info" message={message} />;
  return (
    <Notice severity="error" message={message ?? 'The run failed.'}>
      <div class="notice-actions">
        <button type="button" class="button" onClick={() => void panel.runAgain()}>
          Run Again
        </button>
        <button type="button" class="button secondary" onClick={() => void panel.showLog()}>
          Show Log
        </button>
      </div>
    </Notice>
  );
}
