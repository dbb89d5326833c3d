/** More of the highest would draw a band above the others that is not in the data. */
const shareOfHighest = 1 / 20;

/**
 * Indices of at most `limit` points to draw out of many: even steps through the points, plus the highest
 * of each stretch, so that no outlier is lost. Points with a NaN coordinate are left out. Ascending.
 */
export function thin(x: ArrayLike<number>, y: ArrayLike<number>, limit: number): number[] {
  const drawable: number[] = [];
  for (let i = 0; i < x.length; i++) {
    if (Number.isFinite(x[i]) && Number.isFinite(y[i])) drawable.push(i);
  }
  if (drawable.length <= limit) return drawable;
  const kept = new Set<number>();
  const stretches = Math.max(1, Math.floor(limit * shareOfHighest));
  for (let s = 0; s < stretches; s++) {
    const from = Math.floor((s * drawable.length) / stretches);
    const to = Math.floor(((s + 1) * drawable.length) / stretches);
    let highest = from;
    for (let i = from; i < to; i++) {
      if ((y[drawable[i] ?? 0] ?? 0) > (y[drawable[highest] ?? 0] ?? 0)) highest = i;
    }
    kept.add(drawable[highest] ?? 0);
  }
  const even = limit - stretches;
  for (let i = 0; i < even; i++) kept.add(drawable[Math.floor((i * drawable.length) / even)] ?? 0);
  return [...kept].sort((a, b) => a - b);
}
