const timeSteps = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800,
  3600, 7200, 14400, 43200, 86400,
];

/** The smallest step of 1, 2 or 5 times a power of ten that is not below `rough`. */
export function niceStep(rough: number): number {
  if (!(rough > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  for (const factor of [1, 2, 5]) if (factor * power >= rough * (1 - 1e-9)) return factor * power;
  return 10 * power;
}

/** A usual time step in seconds (1 s, 15 s, 1 min, ...), for about `count` steps over `span`. */
export function niceTimeStep(span: number, count: number): number {
  const rough = span / count;
  return timeSteps.find(step => step >= rough) ?? Math.ceil(rough / 86400) * 86400;
}

/**
 * Ticks for a logarithmic axis over [low, high], both positive: powers of ten only on long axes, more ticks per
 * decade on shorter ones.
 */
export function logTicks(low: number, high: number): number[] {
  const ticksOf = (factors: readonly number[]) => {
    const ticks: number[] = [];
    for (let e = Math.floor(Math.log10(low)); e <= Math.ceil(Math.log10(high)); e++) {
      for (const factor of factors) {
        const tick = Number((factor * 10 ** e).toPrecision(12));
        if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) ticks.push(tick);
      }
    }
    return ticks;
  };
  const decades = Math.log10(high / low);
  if (decades > 4) return ticksOf([1]);
  if (decades > 1) return ticksOf([1, 2, 5]);
  return ticksOf([1, 1.5, 2, 3, 4, 5, 6, 8]);
}
