import type { CostEstimate, CostRange } from './estimate.ts';

/** Estimated cost of one of several runs. */
export interface RunEstimate {
  /** What to call the run, such as its number of clients or its side. */
  readonly name: string;
  /** Null if no price of its model is known. */
  readonly estimate: CostEstimate | null;
}

/** The sum of several estimates; null if no price is known, or prices are in different currencies. */
export function estimateTogether(runs: readonly RunEstimate[]): CostEstimate | null {
  const known = runs.flatMap(({ estimate }) => estimate ?? []);
  const [first] = known;
  if (!first || known.some(({ currency }) => currency !== first.currency)) return null;
  const unknown = runs.filter(({ estimate }) => estimate === null).map(({ name }) => name);
  return {
    currency: first.currency,
    requests: sumOf(known.map(({ requests }) => requests)),
    total: rangeOf(known.map(({ total }) => total)),
    perRequest: {
      least: Math.min(...known.map(({ perRequest }) => perRequest.least)),
      likely: null,
      most: maxOf(known.map(({ perRequest }) => perRequest.most)),
    },
    price: known.every(({ price }) => JSON.stringify(price) === JSON.stringify(first.price))
      ? first.price
      : null,
    notes: [
      ...new Set(known.flatMap(({ notes }) => notes)),
      ...(unknown.length === 0 ? [] : [`Excluded (no known price): ${unknown.join(', ')}.`]),
    ],
  };
}

function rangeOf(ranges: readonly (CostRange | null)[]): CostRange | null {
  const all = ranges.filter(range => range !== null);
  if (all.length < ranges.length) return null;
  return {
    least: all.reduce((sum, { least }) => sum + least, 0),
    likely: sumOf(all.map(({ likely }) => likely)),
    most: sumOf(all.map(({ most }) => most)),
  };
}

/** Null if one is missing. */
function sumOf(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}

function maxOf(values: readonly (number | null)[]): number | null {
  return values.reduce((most, value) => (most === null || value === null ? null : Math.max(most, value)), 0);
}
