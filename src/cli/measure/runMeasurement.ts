import { randomUUID } from 'node:crypto';
import { estimateSentence } from '../../core/cost/costWords.ts';
import { countOf } from '../../core/format/quantities.ts';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { StartRun } from '../../protocol/engine.ts';
import type { RunOutcome, RunSnapshot } from '../../protocol/run.ts';
import type { CliContext } from '../process/context.ts';
import { exitCodes } from '../process/exitCodes.ts';
import type { LiveDisplay } from '../terminal/liveDisplay.ts';

/** A run that is over, with the last that was seen of it while it lived. */
export interface Conducted<T> {
  outcome: T;
  last: RunSnapshot | null;
  interrupted: boolean;
}

/** Milliseconds within which a signal is the one before it again, passed on by npm or a shell. */
const echo = 50;

/** Runs a plan; see `conduct`. */
export function conductRun(
  context: CliContext,
  display: LiveDisplay,
  start: Omit<StartRun, 'runId'>,
): Promise<Conducted<RunOutcome>> {
  return conduct(context, display, (engine, runId) => engine.request('run', { ...start, runId }));
}

/**
 * Has a new engine do what `ask` asks of it under the id given, shows it, and stops it in two stages: on the first Ctrl-C the requests
 * in flight may finish, on the second, or when the process is told to end, they are aborted; should even
 * that hang, a further one ends the process.
 * Throws what the engine refuses the run with.
 */
export async function conduct<T>(
  context: CliContext,
  display: LiveDisplay,
  ask: (engine: EnginePort, runId: string) => Promise<T>,
): Promise<Conducted<T>> {
  const runId = randomUUID();
  const engine = context.openEngine();
  let last: RunSnapshot | null = null;
  const shown = new Map<string, RunSnapshot>();
  const told = new Set<string>();
  /** Once for each run of an experiment, before its first request. */
  const tellEstimate = ({ name, cost }: RunSnapshot) => {
    if (!cost?.estimate || told.has(name)) return;
    told.add(name);
    display.note(`${shown.size > 1 ? `${name}: ` : ''}${estimateSentence(cost.estimate)}`);
  };
  engine.on('snapshot', snapshot => {
    // The sides of an A/B run are told by their index after its id.
    if (snapshot.runId !== runId && !snapshot.runId.startsWith(`${runId}:`)) return;
    last = snapshot;
    shown.set(snapshot.runId, snapshot);
    tellEstimate(snapshot);
    display.show(...[...shown].sort(byIndex).map(([, newest]) => newest));
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
    engine.request('stop', { runId, stage: next }).catch(() => {});
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
    const outcome = await ask(engine, runId);
    return { outcome, last, interrupted: stage !== 0 };
  } finally {
    ignoreSignals();
    display.close();
    await engine.close();
  }
}

function byIndex([a]: [string, unknown], [b]: [string, unknown]): number {
  return a.localeCompare(b, undefined, { numeric: true });
}

function stopNotice(inFlight: number): string {
  const finishing = inFlight > 0 ? ` ${countOf(inFlight, 'request')} in flight may finish.` : '';
  return `Stopping: nothing more is sent.${finishing} Press Ctrl-C again to abort at once.`;
}
