import { ranks } from '../stats/ranks.ts';
import { type ComparedKey, isPerRequest, requestColumn } from './comparedMetrics.ts';
import type { Sample } from './sample.ts';

/** Above this correlation of neighbours, intervals are noticeably (a fifth or more) too narrow. */
const noticeable = 0.2;

/**
 * Whether successive requests are correlated: the rank correlation of neighbours in the order of sending
 * exceeds both 0.2 and three of its standard errors.
 */
export function serialDependence(sample: Sample, key: ComparedKey): boolean {
  if (!isPerRequest(key)) return false;
  const { values, sentAt } = requestColumn(sample, key);
  const inOrder = Array.from(values, (value, i) => ({ value, at: sentAt[i] ?? Number.NaN }))
    .filter(row => Number.isFinite(row.value) && Number.isFinite(row.at))
    .sort((a, b) => a.at - b.at)
    .map(row => row.value);
  const n = inOrder.length;
  return n > 2 && neighbourCorrelation(ranks(inOrder)) > Math.max(noticeable, 3 / Math.sqrt(n));
}

function neighbourCorrelation(values: Float64Array): number {
  const mean = (values.length - 1) / 2;
  let products = 0;
  let squares = 0;
  values.forEach((value, i) => {
    squares += (value - mean) ** 2;
    if (i > 0) products += (value - mean) * ((values[i - 1] ?? mean) - mean);
  });
  return squares === 0 ? 0 : products / squares;
}
