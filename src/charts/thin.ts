/** A larger share of highest points would draw a band at the top that is not in the data. */
const shareOfHighest = 1 / 20;

/**
 * Indices of at most `limit` points to draw out of many: even steps through the points, plus the highest
 * of each range, so that outliers stay visible. Points with a NaN coordinate are left out. Ascending.
 */
export function thin(x: ArrayLike<number>, y: ArrayLike<number>, limit: number): number[] {
  const drawable = drawableIndices(x, y);
  if (drawable.length <= limit) return drawable;
  const ranges = Math.max(1, Math.floor(limit * shareOfHighest));
  const kept = new Set(highestOfRanges(drawable, y, ranges));
  const even = limit - ranges;
  for (let i = 0; i < even; i++) kept.add(drawable[Math.floor((i * drawable.length) / even)] ?? 0);
  return [...kept].sort((a, b) => a - b);
}

function drawableIndices(x: ArrayLike<number>, y: ArrayLike<number>): number[] {
  const indices: number[] = [];
  for (let i = 0; i < x.length; i++) {
    if (Number.isFinite(x[i]) && Number.isFinite(y[i])) indices.push(i);
  }
  return indices;
}

function highestOfRanges(indices: readonly number[], y: ArrayLike<number>, ranges: number): number[] {
  const heightAt = (i: number) => y[indices[i] ?? 0] ?? 0;
  return Array.from({ length: ranges }, (_, s) => {
    const from = Math.floor((s * indices.length) / ranges);
    const to = Math.floor(((s + 1) * indices.length) / ranges);
    let highest = from;
    for (let i = from; i < to; i++) if (heightAt(i) > heightAt(highest)) highest = i;
    return indices[highest] ?? 0;
  });
}
