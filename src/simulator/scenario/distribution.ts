import type { Random } from './random.ts';

/** How a number is drawn. Its unit depends on the field: seconds for times, tokens for counts. */
export type RandomDistribution =
  | { readonly kind: 'fixed'; readonly value: number }
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }
  /** exp(N(ln median, sigma)): half of the draws are below `median`; with `sigma` 0.5, p99 is 3.2 medians. */
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

/** The Box-Muller transform; 1 - random() is never 0, so the logarithm is finite. */
function standardNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
