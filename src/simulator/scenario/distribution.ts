import type { Random } from './random.ts';

/** Where a scripted number comes from. The unit is the field's: seconds for times, tokens for counts. */
export type RandomDistribution =
  | { readonly kind: 'fixed'; readonly value: number }
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }
  /** exp(N(ln median, sigma)): half the draws lie below `median`; `sigma` 0.5 puts p99 at 3.2 medians. */
  | { readonly kind: 'lognormal'; readonly median: number; readonly sigma: number };

export function fixed(value: number): RandomDistribution {
  return { kind: 'fixed', value };
}

export function uniform(min: number, max: number): RandomDistribution {
  return { kind: 'uniform', min, max };
}

export function lognormal(median: number, sigma: number): RandomDistribution {
  return { kind: 'lognormal', median, sigma };
}

export function sample(distribution: RandomDistribution, random: Random): number {
  switch (distribution.kind) {
    case 'fixed':
      return distribution.value;
    case 'uniform':
      return distribution.min + (distribution.max - distribution.min) * random();
    case 'lognormal':
      return distribution.median * Math.exp(distribution.sigma * standardNormal(random));
  }
}

/** Box-Muller; 1 - random() is never 0, so the logarithm is finite. */
function standardNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
