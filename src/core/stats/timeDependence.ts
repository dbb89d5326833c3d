import { ranks } from './ranks.ts';
import { type TimedValue, withoutStart } from './timedValues.ts';

/** How strongly values resemble those sent before, as standard normal values that independent ones would have. */
export interface TimeSignals {
  /** With the requests sent shortly before by other clients. */
  readonly shared: number;
  /** With the last request of the same client. */
  readonly own: number;
}

/** Neighbours further apart add little, and take long in large runs. */
const mostLags = 50;

/** With fewer requests of each client, too few remain without the first of each. */
const fewestRows = 8;

/**
 * Measures by correlations of ranks whether values resemble those sent shortly before. What other clients'
 * requests share is the load of the server, or of the network. The first request of each client is left out: all
 * are sent at once, so they wait for each other. Expects values in the order of sending.
 * @param clientsDiffer whether clients always differ, so that their means must be left out
 */
export function timeSignals(rows: readonly TimedValue[], clientsDiffer: boolean): TimeSignals {
  const used = withoutStart(rows);
  if (used.length < fewestRows) return { shared: 0, own: 0 };
  const ranked = centred(ranks(used.map(row => row.value)));
  const clients = Uint32Array.from(used, row => row.client);
  const apart = withoutMeans(ranked, clients);
  return {
    shared: sharedCorrelation(clientsDiffer ? apart : ranked, clients),
    own: ownCorrelation(apart, clients),
  };
}

function centred(values: Float64Array): Float64Array {
  const mean = (values.length - 1) / 2;
  return values.map(value => value - mean);
}

function withoutMeans(values: Float64Array, groups: Uint32Array): Float64Array {
  const sums = new Map<number, number>();
  const sizes = new Map<number, number>();
  values.forEach((value, i) => {
    const group = groups[i] ?? 0;
    sums.set(group, (sums.get(group) ?? 0) + value);
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
  });
  return values.map((value, i) => value - (sums.get(groups[i] ?? 0) ?? 0) / (sizes.get(groups[i] ?? 0) ?? 1));
}

/** The correlations with the last requests of other clients, weighted by nearness. */
function sharedCorrelation(values: Float64Array, clients: Uint32Array): number {
  const n = values.length;
  const lags = Math.min(mostLags, Math.ceil(Math.sqrt(n)));
  const alone = clients.every(client => client === clients[0]);
  let [products, squares] = [0, 0];
  for (let lag = 1; lag <= lags; lag++) {
    const weight = 1 - (lag - 1) / lags;
    for (let i = lag; i < n; i++) {
      if (!alone && clients[i] === clients[i - lag]) continue;
      products += weight * (values[i] ?? 0) * (values[i - lag] ?? 0);
      squares += weight ** 2;
    }
  }
  return standardized(products, squares, values);
}

/** The correlation with the last request of the same client; the values are without the mean of each client. */
function ownCorrelation(values: Float64Array, clients: Uint32Array): number {
  const last = new Map<number, number>();
  let [products, pairs] = [0, 0];
  values.forEach((value, i) => {
    const before = last.get(clients[i] ?? 0);
    if (before !== undefined) {
      products += value * before;
      pairs++;
    }
    last.set(clients[i] ?? 0, value);
  });
  // Without its client's mean, a value is on average opposed to each other value of the client.
  const bias = (variance(values) * pairs * last.size) / values.length;
  return standardized(products + bias, pairs, values);
}

function variance(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
}

function standardized(products: number, squares: number, values: Float64Array): number {
  const spread = variance(values);
  return spread === 0 || squares === 0 ? 0 : products / spread / Math.sqrt(squares);
}
