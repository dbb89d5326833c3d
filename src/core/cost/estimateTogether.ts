import type { CostEstimate, CostRange } from './estimate.ts';

/** What one run of several would cost; null where no price of its model is known. */
export interface RunEstimate {
  /** What people call the run: its clients, its side. */
  readonly name: string;
  readonly estimate: CostEstimate | null;
}

/** Runs as one; null where no price is known, or prices are in several currencies. */
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
      most: greatestOf(known.map(({ perRequest }) => perRequest.most)),
    },
    price: known.every(({ price }) => JSON.stringify(price) === JSON.stringify(first.price))
      ? first.price
      : null,
    notes: [
      ...new Set(known.flatMap(({ notes }) => notes)),
      ...(unknown.length === 0 ? [] : [`Not in it, as no price is known: ${unknown.join(', ')}.`]),
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

/** Null where one is missing. */
function sumOf(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}

function greatestOf(values: readonly (number | null)[]): number | null {
  return values.reduce((most, value) => (most === null || value === null ? null : Math.max(most, value)), 0);
}
