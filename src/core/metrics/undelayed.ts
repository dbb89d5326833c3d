import { arrivalOf } from '../request/arrival.ts';
import type { Stall, Stalls } from '../request/stalls.ts';
import type { ResponseTrace } from '../request/trace.ts';
import { quantile } from '../stats/percentiles.ts';

/** Times of an answer, in seconds, as in a trace. */
export interface AnswerTimes {
  ttft: number | null;
  ttftAny: number | null;
  ttlt: number | null;
  tpot: number | null;
  gaps: readonly number[];
}

/** The times of an answer without the delay that this machine added: likely ones, and the limits of what is possible. */
export interface UndelayedTimes {
  likely: AnswerTimes;
  least: AnswerTimes;
  most: AnswerTimes;
}

/** When an event was read, and when it may have arrived. `stall` is shared by events that waited together. */
interface Arrival {
  read: number;
  earliest: number;
  latest: number;
  likely: number;
  stall: Stall | null;
}

/** Seconds. An arrival that is known to be within this is known well enough to tell the pace of others. */
const wellKnown = 0.001;
/** Number of gaps that tell a pace. */
const fewestGaps = 3;

/** Finds the times of a run's answers without the delay of this machine, in the order of the answers. */
export class Undelayer {
  readonly #stalls: Stalls;
  /** Of answers most of whose events did not wait together. */
  #gaps = 0;
  #seconds = 0;

  constructor(stalls: Stalls) {
    this.#stalls = stalls;
  }

  /** null if no stall can have delayed the answer. */
  of(trace: ResponseTrace): UndelayedTimes | null {
    const usual = this.#gaps < fewestGaps ? null : this.#seconds / this.#gaps;
    const found = undelayed(trace, this.#stalls, usual);
    if (arrivalOf(trace.gaps) === 'stream') {
      this.#gaps += trace.gaps.length;
      this.#seconds += sum(found?.likely.gaps ?? trace.gaps);
    }
    return found;
  }
}

/** `usual`: mean gap of other answers, seconds; null = not known. */
function undelayed(trace: ResponseTrace, stalls: Stalls, usual: number | null): UndelayedTimes | null {
  const streamed = trace.ttftAny !== null;
  const first = trace.ttftAny ?? trace.ttlt;
  if (first === null) return null;
  const setup = setupDelay(trace, stalls);
  const arrivals = arrivalsOf(trace, trace.sentAt + first, streamed ? trace.gaps : [], stalls);
  if (setup === 0 && arrivals.every(({ stall }) => stall === null)) return null;
  reconstruct(arrivals, trace.sentAt, usual);
  const times = (arrived: (arrival: Arrival) => number, shift: number) =>
    timesOf(trace, arrivals.map(arrived), shift);
  return {
    likely: times(({ likely }) => likely, setup / 2),
    least: { ...times(({ earliest }) => earliest, setup), ...limits(trace, arrivals, leastGap) },
    most: { ...times(({ latest }) => latest, 0), ...limits(trace, arrivals, mostGap) },
  };
}

/** By how much stalls may have delayed the steps of opening a connection, and with them all that follows. */
function setupDelay({ sentAt, dns, connect, tls }: ResponseTrace, stalls: Stalls): number {
  if (connect === null) return 0;
  const steps = [dns, connect, tls];
  let at = sentAt;
  let delay = 0;
  for (const step of steps) {
    if (step === null) continue;
    const began = at;
    at += step;
    const stall = stalls.at(at);
    if (stall) delay += at - Math.max(began, Math.min(stall.from, at));
  }
  return delay;
}

function arrivalsOf(
  { sentAt }: ResponseTrace,
  first: number,
  gaps: readonly number[],
  stalls: Stalls,
): Arrival[] {
  const arrivals: Arrival[] = [];
  let read = first;
  for (let i = 0; i <= gaps.length; i++) {
    if (i > 0) read += gaps[i - 1] ?? 0;
    const before = arrivals[i - 1];
    const same = before !== undefined && before.read === read;
    const stall = same ? before.stall : stalls.at(read);
    const earliest = stall === null ? read : Math.max(sentAt, Math.min(stall.from, read));
    // The socket was readable when reading began, so its first event had arrived by then.
    const isFirst = stall !== null && before?.stall !== stall;
    const latest = isFirst ? Math.max(earliest, Math.min(stall.until, read)) : read;
    arrivals.push({ read, earliest, latest, likely: (earliest + latest) / 2, stall });
  }
  return arrivals;
}

/**
 * Sets the likely arrival of events that waited. One that waited briefly, or alone, arrived in the middle of
 * its wait. Of several, the pace of the stream tells when: counted from the events before and after.
 */
function reconstruct(arrivals: Arrival[], sentAt: number, others: number | null): void {
  const usual = paceOf(arrivals) ?? others ?? meanGap(arrivals);
  for (let from = 0; from < arrivals.length; ) {
    const group = groupAt(arrivals, from);
    const begin = arrivals[from - 1]?.likely ?? sentAt;
    if (!isKnown(group)) place(group, usual, arrivals[from - 1], arrivals[from + group.length]);
    let last = begin;
    for (const arrival of group) {
      const limited = Math.min(Math.max(arrival.likely, arrival.earliest), arrival.latest);
      arrival.likely = Math.max(limited, Math.min(last, arrival.read));
      last = arrival.likely;
    }
    from += group.length;
  }
}

/** The events from an index on that waited in the same stall. */
function groupAt(arrivals: readonly Arrival[], from: number): Arrival[] {
  const stall = arrivals[from]?.stall ?? null;
  let end = from + 1;
  while (stall !== null && arrivals[end]?.stall === stall) end++;
  return arrivals.slice(from, end);
}

function isKnown(group: readonly Arrival[]): boolean {
  const [first] = group;
  const last = group.at(-1);
  if (!first || !last || first.stall === null) return true;
  return (group.length === 1 ? first.latest : last.read) - first.earliest <= wellKnown;
}

/** Median gap between events whose arrivals are known; null if there are too few. */
function paceOf(arrivals: readonly Arrival[]): number | null {
  const known = arrivals.map(({ latest, earliest }) => latest - earliest <= wellKnown);
  const gaps: number[] = [];
  for (let i = 1; i < arrivals.length; i++) {
    if (known[i] && known[i - 1]) gaps.push((arrivals[i]?.likely ?? 0) - (arrivals[i - 1]?.likely ?? 0));
  }
  if (gaps.length < fewestGaps) return null;
  return quantile(Float64Array.from(gaps).sort(), 0.5);
}

function meanGap(arrivals: readonly Arrival[]): number | null {
  const span = (arrivals.at(-1)?.read ?? 0) - (arrivals[0]?.read ?? 0);
  return span > 0 ? span / (arrivals.length - 1) : null;
}

function place(
  group: readonly Arrival[],
  usual: number | null,
  before: Arrival | undefined,
  after: Arrival | undefined,
): void {
  const [first] = group;
  if (!first) return;
  const count = group.length;
  const next = after && after.latest - after.earliest <= wellKnown ? after.likely : null;
  if (before && next !== null) {
    const gap = (next - before.likely) / (count + 1);
    group.forEach((arrival, i) => {
      arrival.likely = before.likely + gap * (i + 1);
    });
  } else if (usual === null) {
    const begin = Math.max(first.earliest, before?.likely ?? 0);
    group.forEach((arrival, i) => {
      arrival.likely = begin + ((arrival.latest - begin) * (i + 1)) / (count + 1);
    });
  } else if (before) {
    group.forEach((arrival, i) => {
      arrival.likely = before.likely + usual * (i + 1);
    });
  } else {
    const middle = (first.earliest + first.latest) / 2;
    const begin = next === null ? middle - (usual * (count - 1)) / 2 : next - usual * count;
    group.forEach((arrival, i) => {
      arrival.likely = begin + usual * i;
    });
  }
}

/** The times of an answer whose events arrived at `at`, if all of it was sent `shift` seconds too late. */
function timesOf(trace: ResponseTrace, at: readonly number[], shift: number): AnswerTimes {
  const since = (index: number) => Math.max(0, (at[index] ?? Number.NaN) - trace.sentAt - shift);
  const last = at.length - 1;
  const gaps = at.slice(1).map((time, i) => time - (at[i] ?? time));
  return {
    ttft: trace.ttft === null ? null : since(indexAt(trace, trace.ttft)),
    ttftAny: trace.ttftAny === null ? null : since(0),
    ttlt: trace.ttlt === null ? null : since(last),
    gaps,
    tpot: tpotFor(trace, sum(gaps)),
  };
}

/** Index of the event that came `seconds` after the request was sent. */
function indexAt({ ttftAny, gaps }: ResponseTrace, seconds: number): number {
  let index = 0;
  let at = ttftAny ?? seconds;
  while (index < gaps.length && at < seconds - wellKnown / 100) at += gaps[index++] ?? 0;
  return index;
}

const leastGap = (from: Arrival, to: Arrival) => Math.max(0, to.earliest - from.latest);
const mostGap = (from: Arrival, to: Arrival) => Math.max(0, to.latest - from.earliest);

/** Limits of the gaps and of the time per output token. */
function limits(
  trace: ResponseTrace,
  arrivals: readonly Arrival[],
  gapOf: (from: Arrival, to: Arrival) => number,
): Pick<AnswerTimes, 'gaps' | 'tpot'> {
  const [first] = arrivals;
  const last = arrivals.at(-1);
  const gaps = arrivals.slice(1).map((arrival, i) => gapOf(arrivals[i] ?? arrival, arrival));
  return { gaps, tpot: first && last ? tpotFor(trace, gapOf(first, last)) : null };
}

/** The time per output token if there were `span` seconds from the first event to the last. */
function tpotFor({ tpot, gaps }: ResponseTrace, span: number): number | null {
  const reported = sum(gaps);
  return tpot === null || reported === 0 ? tpot : (tpot * span) / reported;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
