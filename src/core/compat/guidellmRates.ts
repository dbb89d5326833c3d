import type { CompatRequest } from './compatRequests.ts';
import { type NumpySummary, type Weighted, weightedSummary } from './distributions.ts';

/** Something that happens at a time in seconds, and how much of it. */
export type Timed = readonly [at: number, amount: number];

/** Seconds. GuideLLM takes events this close for one. */
const together = 1e-4;
/** Seconds; the shortest duration of the last event. */
const shortest = 1e-6;

/**
 * GuideLLM's distribution of a rate: every event has a rate, which is its amount over the time from halfway to the
 * event before it to halfway to the event after it, and that time is its weight. The mean is then all amounts over
 * the time from the first event to the last one. Null for fewer than two events.
 */
export function rateSummary(events: readonly Timed[]): NumpySummary | null {
  const merged = mergedEvents(events);
  if (merged.length < 2) return null;
  const rates = merged.map(([at, amount], i): Weighted => {
    const before = merged[i - 1]?.[0];
    const after = merged[i + 1]?.[0];
    const from = before === undefined ? at : (before + at) / 2;
    const duration = after === undefined ? Math.max(shortest, at - from) : (at + after) / 2 - from;
    return [amount / duration, duration];
  });
  return weightedSummary(rates);
}

/** Events that follow within a moment after another count at the time of the first of them. */
function mergedEvents(events: readonly Timed[]): Timed[] {
  const merged: [at: number, amount: number][] = [];
  for (const [at, amount] of events.toSorted(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last && at <= last[0] + together) last[1] += amount;
    else merged.push([at, amount]);
  }
  return merged;
}

/** The successful requests at their ends, in the measured window. */
export function requestEvents(requests: readonly CompatRequest[], from: number, to: number): Timed[] {
  const ends = requests.map(({ sentAt, closed }): Timed => [sentAt + (closed ?? 0), 1]);
  return [[from, 0], ...ends, [to, 0]];
}

/** The prompt's tokens at the first token, or at the end without one. */
export function promptEvents({ sentAt, firstAny, closed, inputTokens }: CompatRequest): Timed[] {
  return [[sentAt + (firstAny ?? closed ?? 0), inputTokens ?? 0]];
}

/**
 * Output tokens: one at the first chunk, and the others in equal parts, spaced evenly up to the last chunk. All at
 * the end of an answer of a single chunk. `tokens` as GuideLLM counts them.
 */
export function outputEvents(request: CompatRequest, tokens: number): Timed[] {
  const { sentAt, firstAny, last, closed, chunks } = request;
  if (firstAny === null || last === null || chunks === null || chunks < 2) {
    return [[sentAt + (last ?? closed ?? 0), tokens]];
  }
  const first: Timed = [sentAt + firstAny, tokens > 0 ? 1 : 0];
  if (tokens <= 1) return [first];
  const part = (tokens - 1) / (chunks - 1);
  const step = (last - firstAny) / (chunks - 1);
  return [
    first,
    ...Array.from({ length: chunks - 1 }, (_, i): Timed => [sentAt + firstAny + step * (i + 1), part]),
  ];
}
