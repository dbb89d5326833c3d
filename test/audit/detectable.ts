import { seededRandom } from '../../src/core/base/random.ts';
import { compareLatency } from '../../src/core/compare/compareLatency.ts';
import { compareRate } from '../../src/core/compare/compareTotals.ts';
import type { StatisticComparison } from '../../src/core/compare/result.ts';
import { shareDifference } from '../../src/core/compare/shareDifference.ts';
import { normal, simulatedSample } from '../unit/compare/simulated.ts';

/** A time of one request around a scale of 1. */
type Draw = (random: () => number) => number;

export const shapes = {
  'lognormal .3': random => Math.exp(0.3 * normal(random)),
  'lognormal 1': random => Math.exp(normal(random)),
  'bimodal, 15 % slow': random => (random() < 0.15 ? 4 : 1) * Math.exp(0.15 * normal(random)),
  'bimodal, 50 % slow': random => (random() < 0.5 ? 4 : 1) * Math.exp(0.15 * normal(random)),
} as const satisfies Record<string, Draw>;

/** One case: what is compared, and a comparison of it by seed, with a true change of the candidate. */
export interface PowerCase {
  readonly name: string;
  readonly unit: '%' | 'points';
  /** `change` is a share of the baseline, or points of a share. */
  compare(change: number, seed: number): Pick<StatisticComparison, 'difference'>;
}

/** How often a case detects its own detectable differences. Shares of the comparisons. */
export interface Power {
  readonly name: string;
  /** The typical detectable difference (the median of those stated), and how often it is detected; null if none. */
  readonly higher: { readonly size: number; readonly detected: number } | null;
  readonly lower: { readonly size: number; readonly detected: number } | null;
}

/** Compares equal sides to learn what is stated, then sides that differ by just that. */
export function powerOf({ name, compare }: PowerCase, repetitions: number): Power {
  const equal = Array.from({ length: repetitions }, (_, i) => compare(0, 2 * i).difference?.detectable);
  const of = (direction: 'higher' | 'lower') => {
    const sizes = equal
      .map(one => one?.[direction] ?? null)
      .map(one => (one === null ? Number.POSITIVE_INFINITY : (one.relative ?? one.absolute)))
      .sort((a, b) => a - b);
    const size = sizes[sizes.length >> 1] ?? Number.POSITIVE_INFINITY;
    if (!Number.isFinite(size)) return null;
    const detected = Array.from(equal, (_, i) => {
      const { low, high } =
        compare(direction === 'higher' ? size : -size, 2 * i + 1).difference?.absolute ?? {};
      return direction === 'higher' ? (low ?? 0) > 0 : (high ?? 0) < 0;
    });
    return { size, detected: detected.filter(Boolean).length / repetitions };
  };
  return { name, higher: of('higher'), lower: of('lower') };
}

function randomOf(seed: number): () => number {
  const random = seededRandom(seed * 7919);
  // The first draws of neighbouring seeds are correlated.
  for (let i = 0; i < 8; i++) random();
  return random;
}

/** `n` requests of a side; the sides take turns, or follow one another. */
function column(draw: Draw, factor: number, n: number, seed: number, offset: number) {
  const random = randomOf(seed);
  return {
    values: Float64Array.from({ length: n }, () => factor * draw(random)),
    sentAt: Float64Array.from({ length: n }, (_, i) => i + offset),
  };
}

/** A percentile of two runs, or of the sides of an A/B test. */
export function latencyCase(
  shape: keyof typeof shapes,
  n: number,
  statistic: 'median' | 'p90',
  timing: 'separate' | 'interleaved' = 'separate',
): PowerCase {
  return {
    unit: '%',
    name: `${timing === 'separate' ? '' : 'A/B, '}${shape}, n = ${n}, ${statistic}`,
    compare: (change, seed) =>
      compareLatency(
        column(shapes[shape], 1, n, 4 * seed + 1, 0),
        column(shapes[shape], 1 + change, n, 4 * seed + 3, 0.5),
        { timing, better: 'lower', wanted: [statistic], seed, resamples: 1000 },
      )[0],
  };
}

/** The share of failed requests, `share` of them in the baseline. */
export function shareCase(share: number, n: number): PowerCase {
  return {
    unit: 'points',
    name: `share of ${share * 100} %, n = ${n}`,
    compare: (change, seed) => {
      const random = randomOf(seed);
      const counted = (chance: number) => {
        let count = 0;
        for (let i = 0; i < n; i++) count += random() < chance ? 1 : 0;
        return { count, of: n };
      };
      return { difference: shareDifference(counted(share), counted(share + change)) };
    },
  };
}

/** Requests per second of runs whose latencies are all divided by the true change of the rate. */
export function rateCase(shape: keyof typeof shapes, clients: number, n: number): PowerCase {
  const run = (factor: number, seed: number) =>
    simulatedSample({
      ...{ seed, n, clients, decode: 0 },
      ttft: random => factor * shapes[shape](random),
    });
  return {
    unit: '%',
    name: `requests per second, ${shape}, ${clients} ${clients === 1 ? 'client' : 'clients'}, n = ${n}`,
    compare: (change, seed) =>
      compareRate(
        'request_throughput',
        [run(1, 2 * seed + 1), run(1 / (1 + change), 2 * seed + 2)],
        'higher',
        {
          seed,
          resamples: 1000,
        },
      ),
  };
}

/** Every case of the audit: shapes, sizes, ways of comparing. */
export function allPowerCases(): PowerCase[] {
  const names = Object.keys(shapes) as (keyof typeof shapes)[];
  return [
    ...names.flatMap(shape => [20, 50, 200, 500].map(n => latencyCase(shape, n, 'median'))),
    ...names.flatMap(shape => [50, 200, 500].map(n => latencyCase(shape, n, 'p90'))),
    ...names.flatMap(shape => [20, 50, 200].map(n => latencyCase(shape, n, 'median', 'interleaved'))),
    ...names.flatMap(shape => [100, 200].map(n => latencyCase(shape, n, 'p90', 'interleaved'))),
    ...[0.02, 0.1, 0.5].flatMap(share => [50, 200, 500].map(n => shareCase(share, n))),
    ...names.flatMap(shape => [1, 16].flatMap(clients => [200, 1000].map(n => rateCase(shape, clients, n)))),
  ];
}
