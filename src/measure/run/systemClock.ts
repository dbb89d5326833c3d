import type { Clock } from '../../core/base/clock.ts';

/** The process's own clocks; the only place that reads them for measuring. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
};
