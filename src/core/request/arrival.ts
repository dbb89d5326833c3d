/** Seconds. Events closer than this came in one read, or in several reads of one burst: no model is that fast. */
const burst = 0.0001;
/** The same for the mean of many gaps. */
const burstPace = 0.0002;
/** Even a fast server sends its first tokens one by one; a buffer that fills up begins with many. */
const manyEvents = 4;

/**
 * How the events of a streamed answer arrived: one after the other; `buffered`: all or many at once, so that
 * something between the model and here decides when; `merged`: the first in time, most others together.
 */
export type Arrival = 'stream' | 'buffered' | 'merged';

/** `gaps` in seconds between successive generated events. */
export function arrivalOf(gaps: readonly number[]): Arrival {
  if (gaps.length === 0) return 'stream';
  const together = gaps.filter(gap => gap < burst).length;
  const span = gaps.reduce((sum, gap) => sum + gap, 0);
  const fast = gaps.length >= manyEvents - 1 && span < burstPace * gaps.length;
  if (fast || together === gaps.length) return 'buffered';
  if (together <= gaps.length / 2) return 'stream';
  return leadingEvents(gaps) >= manyEvents ? 'buffered' : 'merged';
}

/** Number of events that came with the first one. */
export function leadingEvents(gaps: readonly number[]): number {
  const end = gaps.findIndex(gap => gap >= burst);
  return (end < 0 ? gaps.length : end) + 1;
}
