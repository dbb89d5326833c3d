import type { StartRun } from '../../../src/protocol/start.ts';
import { measure, openEngine } from './engine.ts';

/** What the parent of this process is told, at most as often as there are snapshots. */
export interface Progress {
  done: number;
  at: number;
}

export interface Task {
  start: StartRun;
}

// A process of its own that runs a plan and can be killed.
const { start }: Task = JSON.parse(process.argv[2] ?? '');
const engine = openEngine();
engine.on('snapshot', ({ snapshot: { state, progress } }) => {
  if (state === 'running') process.send?.({ done: progress.done, at: performance.now() } satisfies Progress);
});
await measure(engine, 'run', start);
