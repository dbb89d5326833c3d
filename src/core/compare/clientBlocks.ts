import { quantile } from '../stats/percentiles.ts';
import { blocksOf, dot, expansion, pickBlocks, weightedQuantile } from './blocks.ts';
import type { Estimator } from './difference.ts';
import type { TimedColumn } from './sample.ts';

type ClientColumn = Pick<TimedColumn, 'values' | 'client'>;

/** Fewer clients do not say how much clients differ. */
const fewestClients = 8;

/** A statistic of a run's requests; `q` null = the mean. */
export type ClientEstimator = (q: number | null) => Estimator;

/** Each client that has values, with a number from 0; null where they are too few, or nobody knows who sent what. */
export function tellingClients({ values, client }: ClientColumn): Map<number, number> | null {
  const known = new Set(
    Array.from(values.keys(), i => (Number.isFinite(values[i]) ? client?.[i] : undefined)),
  );
  known.delete(undefined);
  return known.size < fewestClients || known.has(Number.NaN)
    ? null
    : new Map([...known].map((one, index) => [one ?? Number.NaN, index]));
}

/**
 * Statistics whose draws resample whole clients, so that requests of one client may resemble each other
 * ("cluster bootstrap": Davison and Hinkley, "Bootstrap Methods and their Application", 1997, section 3.8).
 * Null without enough clients.
 */
export function clientEstimators(column: ClientColumn): ClientEstimator | null {
  const clients = tellingClients(column);
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
      return value + factor * (drawn - value);
    };
    return { value, draw };
  };
}
