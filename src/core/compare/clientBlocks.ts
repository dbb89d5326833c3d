import { quantile } from '../stats/percentiles.ts';
import { blocksOf, dot, expansion, movedAway, pickBlocks, weightedQuantile } from './blocks.ts';
import type { Estimator } from './difference.ts';
import type { TimedColumn } from './sample.ts';

type ClientColumn = Pick<TimedColumn, 'values' | 'client'>;

/** With fewer clients, their differences cannot be estimated. */
const minClients = 8;

/** Makes the estimator of a quantile; `q` null = of the mean. */
export type ClientEstimator = (q: number | null) => Estimator;

/**
 * Numbers the clients that have values, from 0. Null if there are fewer than eight, or if the client of a
 * value is unknown.
 */
export function clientNumbers({ values, client }: ClientColumn): Map<number, number> | null {
  const known = new Set(
    Array.from(values.keys(), i => (Number.isFinite(values[i]) ? client?.[i] : undefined)),
  );
  known.delete(undefined);
  return known.size < minClients || known.has(Number.NaN)
    ? null
    : new Map([...known].map((one, index) => [one ?? Number.NaN, index]));
}

/**
 * Estimators that resample whole clients, so that requests of one client may be correlated ("cluster
 * bootstrap": Davison and Hinkley, "Bootstrap Methods and their Application", 1997, section 3.8). Null if
 * there are not enough clients.
 */
export function clientEstimators(column: ClientColumn): ClientEstimator | null {
  const clients = clientNumbers(column);
  if (clients === null) return null;
  const count = clients.size;
  const side = blocksOf(
    Array.from(column.values, (value, i) => ({
      value,
      block: clients.get(column.client?.[i] ?? 0) ?? 0,
    })).filter(row => Number.isFinite(row.value)),
    count,
  );
  const weights = new Uint32Array(count);
  const factor = expansion(count);
  return q => {
    const value =
      q === null
        ? side.sums.reduce((sum, one) => sum + one, 0) / side.values.length
        : quantile(side.values, q);
    const draw = (random: () => number) => {
      pickBlocks(weights, random);
      const total = dot(weights, side.sizes);
      const drawn = q === null ? dot(weights, side.sums) / total : weightedQuantile(side, weights, total, q);
      return movedAway(drawn, value, factor);
    };
    return { value, widened: factor, draw };
  };
}
