import type { AxisScale } from './chart.ts';

/** The finite values in ascending order; NaN means missing and is left out. */
export function sortedFinite(values: ArrayLike<number>): Float64Array {
  const kept = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value !== undefined && Number.isFinite(value)) kept[n++] = value;
  }
  return kept.slice(0, n).sort();
}

/** The same for an axis; a logarithmic one has no place for values that are not positive. */
export function sortedForScale(values: ArrayLike<number>, scale: AxisScale): Float64Array {
  const sorted = sortedFinite(values);
  return scale === 'log' ? sorted.filter(value => value > 0) : sorted;
}
