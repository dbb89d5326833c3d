/**
 * The probability that a standard normal value exceeds `z` (at least 0), to seven decimals (Abramowitz and
 * Stegun, "Handbook of Mathematical Functions", 26.2.17).
 */
export function normalTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series = [1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.31938153];
  const sum = series.reduce((total, coefficient) => (total + coefficient) * t, 0);
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}
