import { countOf } from '../../core/format/quantities.ts';
import type { CliContext } from '../process/context.ts';
import { exitCodes } from '../process/exitCodes.ts';

/** A measurement that can be stopped in two stages. */
export interface Stoppable {
  stop(stage: 1 | 2): void;
  note(text: string): void;
  /** Requests in flight at this moment. */
  readonly inFlight: number;
}

/** npm and shells pass a signal on: one that follows another within this many milliseconds is the same one. */
const echo = 50;

/**
 * Stops a measurement when a signal arrives. The first Ctrl-C lets the requests in flight finish. The second,
 * or any signal to end the process, aborts them. If even that hangs, one more ends the process.
 */
export function stopOnSignals(
  context: CliContext,
  measurement: Stoppable,
): { readonly interrupted: boolean; dispose(): void } {
  let stage: 0 | 1 | 2 = 0;
  let signalledAt = Number.NEGATIVE_INFINITY;
  const stop = (next: 1 | 2, note: string) => {
    stage = next;
    measurement.note(note);
    measurement.stop(next);
  };
  const dispose = context.onSignal(signal => {
    const now = context.clock.now();
    if (now - signalledAt < echo) return;
    signalledAt = now;
    if (stage === 2) context.quit(exitCodes.interrupted);
    else if (stage === 1 || signal !== 'SIGINT') stop(2, 'Aborting. Responses received so far are kept.');
    else stop(1, stopNotice(measurement.inFlight));
  });
  return {
    get interrupted() {
      return stage !== 0;
    },
    dispose,
  };
}

function stopNotice(inFlight: number): string {
  if (inFlight === 0) return 'Stopping: no more requests are sent.';
  const requests = `${countOf(inFlight, 'request')} in flight`;
  return `Stopping: no more requests are sent. Waiting for ${requests}. Press Ctrl-C again to abort.`;
}
