import type { Sample } from './sample.ts';

/**
 * How the requests of two runs relate in time: `interleaved` = they alternate request by request, so drift
 * affects both equally; `overlapping` = at the same time without alternating; `separate` = one run after the
 * other.
 */
export type RunTiming = 'interleaved' | 'overlapping' | 'separate';

/** What the timing means for the comparison, one sentence each. */
export const timingSentences: Readonly<Record<RunTiming, string>> = {
  interleaved:
    'Interleaved: the runs alternated request by request, so network and server drift affected both equally.',
  overlapping:
    'Overlapping: the runs were active at the same time without alternating, so each may have slowed the other down.',
  separate:
    'Separate: one run followed the other, so drift between them counts as a difference. An A/B test would cancel it out.',
};

/** Share of requests that may fall outside the time that both runs have in common. */
const outsideShare = 0.1;
/** Allowed outside for each client, however few its requests: the first and the last. */
const outsidePerClient = 2;

/**
 * The timing of two runs. If both recorded that they were interleaved with each other, that decides.
 * Otherwise the order of sending decides: independent requests change sides about 2nm/(n + m) times and
 * alternating ones more often, so at least half that many changes count as interleaved.
 */
export function runTiming(a: Sample, b: Sample): RunTiming {
  const { turns } = a.conditions;
  if (turns !== null && turns === b.conditions.turns) return 'interleaved';
  const [timesA, timesB] = [known(a.columns.sentAt), known(b.columns.sentAt)];
  const from = Math.max(timesA[0] ?? Number.NaN, timesB[0] ?? Number.NaN);
  const to = Math.min(timesA.at(-1) ?? Number.NaN, timesB.at(-1) ?? Number.NaN);
  if (!(from < to)) return 'separate';
  const liesOutside = ({ conditions }: Sample, times: Float64Array) =>
    times.filter(t => t < from || t > to).length >
    Math.max(times.length * outsideShare, conditions.clients * outsidePerClient);
  if (liesOutside(a, timesA) || liesOutside(b, timesB)) return 'overlapping';
  const changes = sideChanges(timesA, timesB);
  const expected = (2 * timesA.length * timesB.length) / (timesA.length + timesB.length);
  return changes >= expected / 2 ? 'interleaved' : 'overlapping';
}

function known(times: Float64Array): Float64Array {
  return times.filter(Number.isFinite).sort();
}

function sideChanges(a: Float64Array, b: Float64Array): number {
  let changes = 0;
  let previous: boolean | null = null;
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const fromA = (a[i] ?? Number.POSITIVE_INFINITY) <= (b[j] ?? Number.POSITIVE_INFINITY);
    if (fromA) i++;
    else j++;
    if (previous !== null && previous !== fromA) changes++;
    previous = fromA;
  }
  return changes;
}
