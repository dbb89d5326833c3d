import { formatPercent } from '../format/quantities.ts';
import { failsOften } from './failingLevels.ts';
import type { LoadLevel } from './loadLevel.ts';

/** With a larger share of idle time, the rate of the whole level says little. */
const toleratedIdle = 0.1;

/**
 * Says that a level's rate includes much time in which clients were idle, as a sentence; null if not. Levels
 * with many failures have a doubt of their own.
 */
export function idleDoubt(level: LoadLevel): string | null {
  const { clients, requestRate, meanTime, steadyThroughput } = level;
  if (failsOften(level)) return null;
  if (clients < 2 || steadyThroughput !== null || requestRate === null || meanTime === null) return null;
  const idle = 1 - (requestRate * meanTime) / clients;
  return idle <= toleratedIdle
    ? null
    : `Each client sent too few requests: for ${formatPercent(idle)} of the time clients had nothing to send, and the rates include that time.`;
}
