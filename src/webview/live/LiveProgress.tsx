import { formatCount, formatDuration } from '../../core/format/quantities.ts';
import type { RunProgress, RunSnapshot } from '../../protocol/run.ts';
import { progressView } from './progress.ts';

/** The progress bar, with the same in words. */
export function LiveProgress({ snapshot }: { snapshot: RunSnapshot }) {
  const { share, title, remaining } = progressView(snapshot);
  const { progress, state } = snapshot;
  const measuring = state !== 'preparing' && state !== 'warming';
  return (
    <section class="live-progress" aria-label="Progress">
      <progress aria-label={title} {...(share === null ? {} : { value: share, max: 1 })} />
      <div class="progress-line">
        <span class="strong">{title}</span>
        {measuring && <Measuring progress={progress} clients={snapshot.clients} remaining={remaining} />}
      </div>
    </section>
  );
}

interface MeasuringProps {
  progress: RunProgress;
  clients: number;
  remaining: string | null;
}

function Measuring({ progress, clients, remaining }: MeasuringProps) {
  return (
    <>
      <span>
        {formatDuration(progress.elapsed)}
        {progress.duration !== null && ` of ${formatDuration(progress.duration)}`}
        {remaining !== null && <span class="muted">, {remaining}</span>}
      </span>
      <span class="progress-counts">
        <span>
          <span class="muted">In flight</span> {formatCount(progress.inFlight)}
        </span>
        {progress.answering > 0 && (
          <span data-tip="Requests in flight whose answer has begun to arrive">
            <span class="muted">Answering</span> {formatCount(progress.answering)}
          </span>
        )}
        {progress.backlog > 0 && (
          <span data-tip="Responses that have arrived but are not processed yet">
            <span class="muted">Backlog</span> {formatCount(progress.backlog)}
          </span>
        )}
        {progress.cancelled > 0 && (
          <span>
            <span class="muted">Cancelled</span> {formatCount(progress.cancelled)}
          </span>
        )}
        <span class={progress.failed > 0 ? 'bad' : undefined}>
          <span class={progress.failed > 0 ? undefined : 'muted'}>Failed</span> {formatCount(progress.failed)}
        </span>
        <span>
          <span class="muted">Clients</span> {formatCount(clients)}
        </span>
      </span>
    </>
  );
}
