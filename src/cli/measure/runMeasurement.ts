import { randomUUID } from 'node:crypto';
import { estimateSentence } from '../../core/cost/costWords.ts';
import { countOf } from '../../core/format/quantities.ts';
import type { Finished, Measurement, OutcomeOf } from '../../protocol/measurement.ts';
import type { MeasurementKind } from '../../protocol/measurementKind.ts';
import type { RunSnapshot } from '../../protocol/run.ts';
import type { CliContext } from '../process/context.ts';
import { exitCodes } from '../process/exitCodes.ts';
import type { LiveDisplay } from '../terminal/liveDisplay.ts';

/** A measurement that has ended, with the last snapshot of it. */
export interface Ended<T> {
  outcome: T;
  last: RunSnapshot | null;
  interrupted: boolean;
}

/** Milliseconds within which a signal is the one before it again, passed on by npm or a shell. */
const echo = 50;

/**
 * Runs a measurement in a new engine, shows it, and stops it in two stages. The first Ctrl-C lets the requests
 * in flight finish. The second, or a signal to end the process, aborts them. If even that hangs, one more ends
 * the process. Rejects with what the engine refuses the measurement with.
 * @param describeStep what to print when a step begins after others have ended
 */
export async function runMeasurement<K extends MeasurementKind>(
  context: CliContext,
  display: LiveDisplay,
  measurement: Measurement<K>,
  describeStep: (step: number) => string | null = () => null,
): Promise<Ended<OutcomeOf<K>>> {
  const id = randomUUID();
  const engine = context.openEngine();
  let last: RunSnapshot | null = null;
  const shown = new Map<number, RunSnapshot>();
  const estimated = new Set<string>();
  /** Prints each run's estimate once, before its first request. */
  const noteEstimate = ({ name, cost }: RunSnapshot) => {
    if (!cost?.estimate || estimated.has(name)) return;
    estimated.add(name);
    display.note(`${shown.size > 1 ? `${name}: ` : ''}${estimateSentence(cost.estimate)}`);
  };
  engine.on('snapshot', ({ id: from, step, snapshot }) => {
    if (from !== id) return;
    last = snapshot;
    shown.set(step, snapshot);
    noteEstimate(snapshot);
    display.show(...[...shown].sort(([a], [b]) => a - b).map(([, newest]) => newest));
  });
  engine.on('step', ({ id: from, step }) => {
    if (from !== id) return;
    // Steps that follow each other are shown one at a time.
    shown.clear();
    const note = describeStep(step);
    if (note !== null) display.note(note);
  });
  engine.on('log', ({ level, message }) => {
    // What the engine calls an error also ends the run, and is said once at its end.
    if (level === 'warn') display.note(message);
  });

  let stage = 0;
  let signalledAt = Number.NEGATIVE_INFINITY;
  const stop = (next: 1 | 2) => {
    stage = next;
    // A refusal means that the run is over already; its own answer says all.
    engine.request('stop', { id, stage: next }).catch(() => {});
  };
  const ignoreSignals = context.onSignal(signal => {
    const now = context.clock.now();
    if (now - signalledAt < echo) return;
    signalledAt = now;
    if (stage === 2) context.quit(exitCodes.interrupted);
    else if (stage === 1 || signal !== 'SIGINT') {
      display.note('Aborting. What has been answered so far is kept.');
      stop(2);
    } else {
      display.note(stopNotice([...shown.values()].reduce((sum, run) => sum + run.progress.inFlight, 0)));
      stop(1);
    }
  });

  try {
    // The final snapshot is sent before the outcome, and messages keep their order.
    const { outcome } = (await engine.request('measure', {
      id,
      measurement: measurement as Measurement,
    })) as Finished<K>;
    return { outcome, last, interrupted: stage !== 0 };
  } finally {
    ignoreSignals();
    display.close();
    await engine.close();
  }
}

function stopNotice(inFlight: number): string {
  const finishing = inFlight > 0 ? ` ${countOf(inFlight, 'request')} in flight may finish.` : '';
  return `Stopping: nothing more is sent.${finishing} Press Ctrl-C again to abort at once.`;
}
