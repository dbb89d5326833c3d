/** A larger share of highest points would draw a band at the top that is not in the data. */
const shareOfHighest = 1 / 20;

/**
 * Indices of at most `limit` points to draw out of many: even steps through the points, plus the highest
 * of each stretch, so that no outlier is lost. Points with a NaN coordinate are left out. Ascending.
 */
export function thin(x: ArrayLike<number>, y: ArrayLike<number>, limit: number): number[] {
  const drawable = drawableIndices(x, y);
  if (drawable.length <= limit) return drawable;
  const stretches = Math.max(1, Math.floor(limit * shareOfHighest));
  const kept = new Set(highestOfStretches(drawable, y, stretches));
  const even = limit - stretches;
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

function highestOfStretches(indices: readonly number[], y: ArrayLike<number>, stretches: number): number[] {
  const heightAt = (i: number) => y[indices[i] ?? 0] ?? 0;
  return Array.from({ length: stretches }, (_, s) => {
    const from = Math.floor((s * indices.length) / stretches);
    const to = Math.floor(((s + 1) * indices.length) / stretches);
    let highest = from;
    for (let i = from; i < to; i++) if (heightAt(i) > heightAt(highest)) highest = i;
    return indices[highest] ?? 0;
  });
}
