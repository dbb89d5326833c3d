import { quantile } from '../stats/percentiles.ts';
import type { Sample } from './sample.ts';

/**
 * With few blocks, their spread is poorly known; more than twenty add little (Schmeiser, "Batch size effects
 * in the analysis of simulation output", Operations Research 30, 1982).
 */
const minBlocks = 8;
const maxBlocks = 20;

/** A block lasts at least this many times the median latency, so that it holds whole requests. */
const latenciesPerBlock = 2;

/** An amount per second over the run's window. */
export interface RunRate {
  /** Number of requests that contributed. */
  readonly n: number;
  /** Null if the window is not known. */
  readonly value: number | null;
  /**
   * Rates in equal time blocks of the window. Their mean is the rate of the run; their spread gives its
   * error.
   */
  readonly blocks: Float64Array | null;
  /** Why there are no blocks, as a sentence. */
  readonly refused: string | null;
}

/**
 * A rate of the run and of its time blocks ("batch means"). An amount is spread over the duration of its
 * request. Counting it at the end of the request would add noise, because the number of ends in a block
 * varies. `amount` gives the contribution of the request at an index.
 */
export function runRate(sample: Sample, amount: (index: number) => number): RunRate {
  const { window, columns } = sample;
  const amounts = Float64Array.from(columns.endedAt, (_, i) => Math.max(0, amount(i) || 0));
  const n = amounts.reduce((count, value) => count + (value > 0 ? 1 : 0), 0);
  if (window === null) {
    return { n, value: null, blocks: null, refused: 'it is not known when the requests ended.' };
  }
  const [from, to] = window;
  const total = amounts.reduce((sum, value) => sum + value, 0);
  const value = total / (to - from);
  const count = Math.min(maxBlocks, Math.floor((to - from) / (typicalLatency(sample) * latenciesPerBlock)));
  if (!(count >= minBlocks)) {
    const refused = `the run is too short for a rate: it lasted less than ${minBlocks * latenciesPerBlock} times a typical request.`;
    return { n, value, blocks: null, refused };
  }
  const length = (to - from) / count;
  const blocks = new Float64Array(count);
  const blockAt = (at: number) => Math.min(count - 1, Math.max(0, Math.floor((at - from) / length)));
  columns.endedAt.forEach((end, i) => {
    if (amounts[i] === 0) return;
    const begin = Math.min(columns.sentAt[i] ?? end, end);
    const first = blockAt(begin);
    const last = blockAt(end);
    for (let block = first; block <= last; block++) {
      const inside = Math.min(end, from + (block + 1) * length) - Math.max(begin, from + block * length);
      const part = first === last ? 1 : Math.max(0, inside) / (end - begin);
      blocks[block] = (blocks[block] ?? 0) + (part * (amounts[i] ?? 0)) / length;
    }
  });
  return { n, value, blocks, refused: null };
}

function typicalLatency({ columns }: Sample): number {
  const latencies = columns.endedAt.map((end, i) => end - (columns.sentAt[i] ?? Number.NaN));
  return quantile(latencies.filter(Number.isFinite).sort(), 0.5);
}
