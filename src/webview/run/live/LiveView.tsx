import { isOver, type RunSnapshot } from '../../../protocol/run.ts';
import { Headlines } from '../../live/Headlines.tsx';
import { LiveCharts } from '../../live/LiveCharts.tsx';
import { LiveProgress } from '../../live/LiveProgress.tsx';
import { spokenProgress } from '../../live/progress.ts';
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

/** A run in progress. */
export function LiveView({ panel, snapshot }: { panel: RunPanel; snapshot: RunSnapshot }) {
  const { state, message } = snapshot;
  // A run that failed before its first answer has nothing to draw.
  const measured = state !== 'failed' || snapshot.progress.done > 0;
  return (
    <main class="live-view">
      <header class="run-head">
        <div>
          <h1>
            {snapshot.name} <StateBadge state={state} />
          </h1>
          <EndpointLine endpoint={snapshot.endpoint} />
        </div>
        {!isOver(state) && (
          <StopButton
            what="run"
            stopping={state === 'stopping'}
            inFlight={snapshot.progress.inFlight}
            onStop={stage => void panel.stop(stage)}
          />
        )}
      </header>
      <LiveStatus text={spokenProgress(snapshot)} urgent={stateText[state].label} />
      {state === 'failed' ? (
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
      ) : (
        message !== null && <Notice severity="info" message={message} />
      )}
      {state !== 'failed' && <LiveProgress snapshot={snapshot} />}
      <Diagnostics diagnostics={snapshot.diagnostics} />
      {measured && (
        <>
          <Headlines metrics={snapshot.metrics} cost={snapshot.cost} />
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
