import { formatDuration, formatPercent } from '../../../core/format/quantities.ts';
import type { ExperimentProgress } from '../../../protocol/experimentView.ts';
import { KeyNumbers } from '../../live/KeyNumbers.tsx';
import { LiveCharts } from '../../live/LiveCharts.tsx';
import { StandingStill } from '../../live/StandingStill.tsx';
import { StopButton } from '../../live/StopButton.tsx';
import { EndpointLine } from '../../parts/EndpointLine.tsx';
import { ErrorGroups } from '../../parts/ErrorGroups.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { LiveStatus } from '../../parts/LiveStatus.tsx';
import type { ExperimentPanel } from '../panel/experimentPanel.ts';
import {
  elapsedSeconds,
  inFlight,
  progressTitle,
  secondsLeft,
  shareDone,
  spokenExperiment,
} from './liveExperiment.ts';
import { liveKinds } from './liveKinds.ts';
import { SideCharts } from './SideCharts.tsx';
import { StepNotices } from './StepNotices.tsx';
import { StepsTable } from './StepsTable.tsx';
import '../../live/live.css';

interface Props {
  panel: ExperimentPanel;
  progress: ExperimentProgress;
}

/** An experiment in progress: how far it is, the numbers of each step so far, and the current ones live. */
export function ExperimentLiveView({ panel, progress }: Props) {
  const { steps } = progress;
  const { stepNoun, compared } = liveKinds[progress.kind];
  return (
    <main class="live-view">
      <LiveHead panel={panel} progress={progress} />
      <LiveStatus
        text={spokenExperiment(progress)}
        urgent={`${stateOf(progress)} ${steps.map(step => step.state).join(' ')}`}
      />
      <ExperimentProgressBar progress={progress} />
      <StandingStill news={progress} pause={panel.pause.value} />
      {stepNoun !== null && steps.length > 0 && (
        <StepsTable heading={stepNoun} coloured={compared} steps={steps} theme={panel.theme.value} />
      )}
      {steps.map(
        ({ label, snapshot }) => snapshot && <StepNotices key={label} label={label} snapshot={snapshot} />,
      )}
      {compared ? (
        <SideCharts panel={panel} steps={steps} />
      ) : (
        <CurrentStep panel={panel} progress={progress} />
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

function stateOf({ stopping }: ExperimentProgress): string {
  return stopping ? 'Stopping' : 'Running';
}

/** The step in progress, or the last one that has numbers. */
function currentStep({ steps }: ExperimentProgress) {
  const measured = steps.filter(({ snapshot }) => snapshot !== null);
  return measured.findLast(step => step.state === 'running') ?? measured.at(-1);
}

function LiveHead({ panel, progress }: Props) {
  const { title, kind, recipe, stopping } = progress;
  const current = currentStep(progress);
  return (
    <header class="run-head">
      <div>
        <h1>
          {title}
          <span class="state active">
            <Icon name="progress" spin />
            {stateOf(progress)}
          </span>
        </h1>
        <p class="muted">{recipe ?? liveKinds[kind].label}</p>
        {!liveKinds[kind].compared && current?.snapshot && (
          <EndpointLine endpoint={current.snapshot.endpoint} />
        )}
      </div>
      <StopButton
        what="experiment"
        stopping={stopping}
        inFlight={inFlight(progress)}
        onStop={stage => void panel.stop(stage)}
      />
    </header>
  );
}

function ExperimentProgressBar({ progress }: Pick<Props, 'progress'>) {
  const share = shareDone(progress);
  const title = progressTitle(progress);
  const elapsed = elapsedSeconds(progress);
  const left = secondsLeft(progress);
  return (
    <section class="live-progress" aria-label="Progress">
      <progress aria-label={title} {...(share === null ? {} : { value: share, max: 1 })} />
      <div class="progress-line">
        <span class="strong">{title}</span>
        {liveKinds[progress.kind].inTurn && share !== null && <span>{formatPercent(share)}</span>}
        {elapsed > 0 && (
          <span>
            {formatDuration(elapsed)}
            {left !== null && <span class="muted">, about {formatDuration(left)} left</span>}
          </span>
        )}
      </div>
    </section>
  );
}

/** The numbers and charts of the step in progress. */
function CurrentStep({ panel, progress }: Props) {
  const current = currentStep(progress);
  if (!current?.snapshot) return null;
  const { label, snapshot } = current;
  return (
    <section class="live-now" aria-label={label}>
      {liveKinds[progress.kind].inTurn && <h2>{label}</h2>}
      <KeyNumbers metrics={snapshot.metrics} cost={snapshot.cost} />
      <LiveCharts host={panel} snapshot={snapshot} />
    </section>
  );
}
