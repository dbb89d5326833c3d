import type { Clock } from '../../core/base/clock.ts';

/** The process's clocks. Nothing else reads them for measuring. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
};
