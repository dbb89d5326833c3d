import { quantile } from '../core/stats/percentiles.ts';
import { niceTimeStep } from './ticks.ts';

/** The values in one time range of the run. Times are seconds. */
export interface TimeBucket {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly median: number;
  readonly p90: number;
  readonly max: number;
}

/**
 * Divides the run into about `count` time ranges of a round length and gives the quantiles of each. Ranges
 * without values are left out.
 */
export function timeBuckets(at: ArrayLike<number>, values: ArrayLike<number>, count: number): TimeBucket[] {
  let end = 0;
  for (let i = 0; i < at.length; i++) if (Number.isFinite(values[i])) end = Math.max(end, at[i] ?? 0);
  const step = niceTimeStep(end || 1, count);
  return [...valuesByStep(at, values, step)].map(([bucket, sorted]) => ({
    from: bucket * step,
    to: (bucket + 1) * step,
    n: sorted.length,
    median: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    max: sorted.at(-1) ?? Number.NaN,
  }));
}

/**
 * The values in each range of `step` along an axis, ascending, by the number of the range. Ranges without
 * values are left out, as are missing values and values without a place.
 */
export function valuesByStep(
  places: ArrayLike<number>,
  values: ArrayLike<number>,
  step: number,
): Map<number, Float64Array> {
  const buckets = new Map<number, number[]>();
  for (let i = 0; i < places.length; i++) {
    const place = places[i] ?? Number.NaN;
    const value = values[i] ?? Number.NaN;
    if (!Number.isFinite(place) || !Number.isFinite(value)) continue;
    const bucket = Math.floor(place / step + 1e-9);
    const list = buckets.get(bucket);
    if (list) list.push(value);
    else buckets.set(bucket, [value]);
  }
  const ascending = [...buckets].sort(([a], [b]) => a - b);
  return new Map(ascending.map(([bucket, list]) => [bucket, Float64Array.from(list).sort()]));
}

/**
 * Sums `amounts` per bucket of `bucketSeconds`, by the time each item ended, or counts the items without them.
 * Items without a time are left out; a missing amount adds nothing.
 */
export function sumPerBucket(
  endedAt: ArrayLike<number>,
  amounts: ArrayLike<number> | null,
  bucketSeconds: number,
): Float64Array {
  let end = -1;
  for (let i = 0; i < endedAt.length; i++)
    if (Number.isFinite(endedAt[i])) end = Math.max(end, endedAt[i] ?? -1);
  const sums = new Float64Array(end < 0 ? 0 : Math.floor(end / bucketSeconds) + 1);
  for (let i = 0; i < endedAt.length; i++) {
    const time = endedAt[i] ?? Number.NaN;
    const amount = amounts === null ? 1 : (amounts[i] ?? Number.NaN);
    if (!(time >= 0) || !Number.isFinite(amount)) continue;
    const bucket = Math.floor(time / bucketSeconds);
    sums[bucket] = (sums[bucket] ?? 0) + amount;
  }
  return sums;
}
