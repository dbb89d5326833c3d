import { groupedError, groupsInTime } from '../stats/batchMeans.ts';
import { quantile } from '../stats/percentiles.ts';
import { shareError } from '../stats/requestIntervals.ts';
import type { TimedValue } from '../stats/timedValues.ts';
import type { Estimator } from './difference.ts';
import { studentEstimator } from './estimators.ts';

/**
 * The estimator of a quantile of values that resemble those sent shortly before; `q` null = of the mean. The
 * error comes from blocks of time. That of a quantile is the error of the share of values up to it (Woodruff,
 * "Confidence intervals for medians and other position measures", Journal of the American Statistical Association
 * 47, 1952).
 */
export function timeEstimator(
  rows: readonly TimedValue[],
  sorted: Float64Array,
  q: number | null,
  blocks: number,
): Estimator {
  const groups = groupsInTime(rows.length, blocks);
  if (q === null) {
    const values = Float64Array.from(rows, row => row.value);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return studentEstimator(mean, groupedError(values, groups), blocks - 1);
  }
  const value = quantile(sorted, q);
  const share = studentEstimator(q, shareError(rows, value, groups), blocks - 1);
  const draw = (random: () => number) => quantile(sorted, Math.min(1, Math.max(0, share.draw(random))));
  return { value, draw };
}
