import type { Sample, TimedColumn } from './sample.ts';

/**
 * Stands for the time of a failed request, which never got its answer. It is finite, because quantiles are
 * interpolated, and so large that whatever is interpolated with it is recognised as infinite.
 */
const never = 1e200;
const largestTime = 1e100;

/** Whether a time, or a difference of times, is infinite because of failed requests. */
export function isInfinite(time: number): boolean {
  return Math.abs(time) > largestTime;
}

/** Whether the sides differ in their share of failed requests. Times of successful ones alone then mislead. */
export function failuresDiffer(baseline: Sample, candidate: Sample): boolean {
  return baseline.conditions.failedShare !== candidate.conditions.failedShare;
}

/** A latency of every request, from that of successful ones; failed ones are infinitely slow. */
export function columnWithFailures(sample: Sample, column: TimedColumn): TimedColumn {
  const { failed } = sample.columns;
  return { ...column, values: column.values.map((value, i) => (failed[i] === 1 ? never : value)) };
}

/** The values of successful requests. */
export function withoutFailures(values: Float64Array): Float64Array {
  return values.filter(value => !isInfinite(value));
}

/** Added to what is said of a percentile in which failed requests count. */
export const failuresCounted = 'with failed requests counted as infinitely slow';
