import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';

/** Seconds that loopback and two event loops in one thread may add while nothing holds the thread up. */
const undisturbed = 0.05;
/** Milliseconds between two checks of the thread. */
const resolution = 5;

/**
 * Runs `use`. Returns its result and the most seconds by which a measured time may exceed the true one.
 * Server and client share this thread, so both that bound and the error grow with what holds the thread up.
 */
export async function withLateness<T>(use: () => Promise<T>): Promise<{ result: T; bound: number }> {
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  const result = await use();
  // A check that is due now still has to see how late it is.
  await setTimeout(2 * resolution);
  delay.disable();
  return { result, bound: undisturbed + (2 * delay.max) / 1e9 };
}
