import type { Sample } from './sample.ts';

/**
 * How two runs lie in time: `interleaved` = request by request through one stretch of time, so that drift
 * hits both alike; `overlapping` = at the same time without alternating; `separate` = one after the other.
 */
export type Arrangement = 'interleaved' | 'overlapping' | 'separate';

/** What the arrangement means for the comparison, for people. */
export const arrangementSentences: Readonly<Record<Arrangement, string>> = {
  interleaved:
    'Interleaved: the runs took turns request by request, so drift of network and server hit both alike.',
  overlapping: 'At the same time, but not in turn: each may have slowed the other down.',
  separate:
    'Separate: one run after the other, so a drift between them counts as a difference; an A/B run would cancel it.',
};

/** Share of requests that may lie outside the stretch of time that both have in common. */
const outsideShare = 0.1;
/** However few requests there are: each client begins and ends with one of either side. */
const outsidePerClient = 2;

/**
 * What the records of both say; where they say nothing, it shows in the order in which the requests were
 * sent. Independent requests change sides about 2nm/(n + m) times, alternating ones more often; half of it
 * is taken for interleaved.
 */
export function arrangementOf(a: Sample, b: Sample): Arrangement {
  const { turns } = a.conditions;
  if (turns !== null && turns === b.conditions.turns) return 'interleaved';
  const [timesA, timesB] = [known(a.columns.sentAt), known(b.columns.sentAt)];
  const from = Math.max(timesA[0] ?? Number.NaN, timesB[0] ?? Number.NaN);
  const to = Math.min(timesA.at(-1) ?? Number.NaN, timesB.at(-1) ?? Number.NaN);
  if (!(from < to)) return 'separate';
  const apart = ({ conditions }: Sample, times: Float64Array) =>
    times.filter(t => t < from || t > to).length >
    Math.max(times.length * outsideShare, conditions.clients * outsidePerClient);
  if (apart(a, timesA) || apart(b, timesB)) return 'overlapping';
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
