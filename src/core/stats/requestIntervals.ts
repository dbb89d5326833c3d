import { type Groups, groupedError, groupsByClient, groupsInTime } from './batchMeans.ts';
import { unitOf } from './dependence.ts';
import { quantile } from './percentiles.ts';
import { quantileInterval } from './quantileInterval.ts';
import { student975 } from './student.ts';
import { inOrder, type TimedValue, type TimedValues } from './timedValues.ts';

/** How the requests of a run depend on each other. */
export interface Dependence {
  /** What requests resemble: those of the same client, or those sent shortly before. */
  readonly by: 'clients' | 'time';
  /** The number of independent requests whose median is as certain. */
  readonly effectiveSize: number;
  /** Whether there are too few clients, or the run is too short, for intervals. */
  readonly withheld: boolean;
}

/** The confidence intervals of one metric of a run. */
export interface RequestIntervals {
  /** Null if the requests appear to be independent. */
  readonly dependence: Dependence | null;
  /** The 95 % confidence interval of a quantile; null if it is not known. */
  of(q: number): [number, number] | null;
}

/** Confidence intervals of quantiles of ascending values that do not depend on each other. */
export function independentIntervals(sorted: Float64Array): RequestIntervals {
  return { dependence: null, of: q => quantileInterval(sorted, q) };
}

/** As many independent requests must lie beyond a quantile as reported percentiles need values. */
const fewestBeyond = 5;

/**
 * Confidence intervals of quantiles of a metric with one value per request. If requests depend on each other, they
 * come from whole clients or blocks of time. `sorted` has the known values, ascending.
 */
export function requestIntervals(values: TimedValues, sorted: Float64Array): RequestIntervals {
  const rows = inOrder(values);
  const unit = unitOf([rows]);
  if (unit.by === 'none') {
    const [effectiveSize = 1] = unit.effectiveSizes;
    return { dependence: { by: unit.because, effectiveSize, withheld: true }, of: () => null };
  }
  if (unit.by === 'requests' || (unit.by === 'clients' && !unit.alike)) {
    return independentIntervals(sorted);
  }
  const groups =
    unit.by === 'clients' ? groupsByClient(rows) : groupsInTime(rows.length, unit.blocks[0] ?? 1);
  const effectiveSize = 0.25 / shareError(rows, quantile(sorted, 0.5), groups) ** 2;
  return {
    dependence: { by: unit.by, effectiveSize, withheld: false },
    of: q =>
      effectiveSize * Math.min(q, 1 - q) < fewestBeyond ? null : groupedInterval(rows, sorted, q, groups),
  };
}

/**
 * The interval of a quantile from that of the share of values up to it (Woodruff, "Confidence intervals for
 * medians and other position measures", Journal of the American Statistical Association 47, 1952).
 */
function groupedInterval(
  rows: readonly TimedValue[],
  sorted: Float64Array,
  q: number,
  groups: Groups,
): [number, number] | null {
  const reach = student975(groups.count - 1) * shareError(rows, quantile(sorted, q), groups);
  if (q - reach < 0 || q + reach > 1) return null;
  return [quantile(sorted, q - reach), quantile(sorted, q + reach)];
}

/** The standard error of the share of values up to a limit. */
export function shareError(rows: readonly TimedValue[], limit: number, groups: Groups): number {
  return groupedError(
    Float64Array.from(rows, ({ value }) => (value <= limit ? 1 : 0)),
    groups,
  );
}
