import { type Delay, realDelay } from '../../core/base/delay.ts';

/** Waits for a promise that never rejects, but no longer than `milliseconds`. Resolves to whether it came in time. */
export function settledWithin(
  promise: Promise<unknown>,
  milliseconds: number,
  delay: Delay = realDelay,
): Promise<boolean> {
  return new Promise(resolve => {
    const stop = delay(() => resolve(false), milliseconds);
    void promise.then(() => {
      stop();
      resolve(true);
    });
  });
}
