import { formatDuration, formatPercent } from '../../../core/format/quantities.ts';
import type { ExperimentProgress } from '../../../protocol/experimentView.ts';
import { Headlines } from '../../live/Headlines.tsx';
import { LiveCharts } from '../../live/LiveCharts.tsx';
import { StopButton } from '../../live/StopButton.tsx';
import { EndpointLine } from '../../parts/EndpointLine.tsx';
import { ErrorGroups } from '../../parts/ErrorGroups.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { LiveStatus } from '../../parts/LiveStatus.tsx';
import type { ExperimentPanel } from '../panel/experimentPanel.ts';
import {
  elapsedSeconds,
  headlineOf,
  inFlight,
  secondsLeft,
  shareDone,
  spokenExperiment,
} from './liveExperiment.ts';
import { SideCharts } from './SideCharts.tsx';
import { StepsTable } from './StepsTable.tsx';
import { Told } from './Told.tsx';
import '../../live/live.css';

interface Props {
  panel: ExperimentPanel;
  progress: ExperimentProgress;
}

const kindNames = { ab: 'A/B run', 'load-test': 'Load test', heatmap: 'Latency heatmap' } as const;

/** An experiment in progress: how far it is, what each step says so far, and the running ones live. */
export function ExperimentLiveView({ panel, progress }: Props) {
  const { title, kind, recipe, stopping, steps } = progress;
  const share = shareDone(progress);
  const headline = headlineOf(progress);
  const elapsed = elapsedSeconds(progress);
  const left = secondsLeft(progress);
  const state = stopping ? 'Stopping' : 'Running';
  const measured = steps.filter(({ snapshot }) => snapshot !== null);
  const shown = measured.findLast(step => step.state === 'running') ?? measured.at(-1);
  return (
    <main class="live-view">
      <header class="run-head">
        <div>
          <h1>
            {title}
            <span class="state active">
              <Icon name="progress" spin />
              {state}
            </span>
          </h1>
          <p class="muted">{recipe ?? kindNames[kind]}</p>
          {kind !== 'ab' && shown?.snapshot && <EndpointLine endpoint={shown.snapshot.endpoint} />}
        </div>
        <StopButton
          what="experiment"
          stopping={stopping}
          inFlight={inFlight(progress)}
          onStop={stage => void panel.stop(stage)}
        />
      </header>
      <LiveStatus
        text={spokenExperiment(progress)}
        urgent={`${state} ${steps.map(step => step.state).join(' ')}`}
      />
      <section class="live-progress" aria-label="Progress">
        <progress aria-label={headline} {...(share === null ? {} : { value: share, max: 1 })} />
        <div class="progress-line">
          <span class="strong">{headline}</span>
          {kind === 'load-test' && share !== null && <span>{formatPercent(share)}</span>}
          {elapsed > 0 && (
            <span>
              {formatDuration(elapsed)}
              {left !== null && <span class="muted">, about {formatDuration(left)} left</span>}
            </span>
          )}
        </div>
      </section>
      {kind !== 'heatmap' && steps.length > 0 && (
        <StepsTable kind={kind} steps={steps} theme={panel.theme.value} />
      )}
      {steps.map(({ label, snapshot }) => snapshot && <Told key={label} label={label} snapshot={snapshot} />)}
      {kind === 'ab' ? (
        <SideCharts panel={panel} steps={steps} />
      ) : (
        shown?.snapshot && (
          <section class="live-now" aria-label={shown.label}>
            {kind === 'load-test' && <h2>{shown.label}</h2>}
            <Headlines metrics={shown.snapshot.metrics} cost={shown.snapshot.cost} />
            <LiveCharts host={panel} snapshot={shown.snapshot} />
          </section>
        )
      )}
      {steps.map(
        ({ label, snapshot }) =>
          snapshot &&
          snapshot.errors.length > 0 && (
            <section key={label} aria-label={`Errors of ${label}`}>
              <h2>Errors: {label}</h2>
              <ErrorGroups errors={snapshot.errors} />
            </section>
          ),
      )}
    </main>
  );
}
