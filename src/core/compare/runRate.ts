import { quantile } from '../stats/percentiles.ts';
import type { Sample } from './sample.ts';

/**
 * Few blocks leave the spread between them unknown; more than twenty add little (Schmeiser, "Batch size
 * effects in the analysis of simulation output", Operations Research 30, 1982).
 */
const fewestBlocks = 8;
const mostBlocks = 20;

/** A block should hold whole requests: at least this many times the median latency. */
const latenciesPerBlock = 2;

/** An amount per second of the run's window. */
export interface RunRate {
  /** Requests that added to it. */
  readonly n: number;
  readonly value: number | null;
  /** The rates in equal stretches of the window; their mean is the rate of the run, their spread its error. */
  readonly blocks: Float64Array | null;
  /** Why there are no blocks, as a sentence. */
  readonly refused: string | null;
}

/**
 * A rate of the run and in blocks of it ("batch means"). An amount is spread over the time of its request:
 * counted where it ended, the ends that happen to fall into a block would blur the rates of all of them.
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
  const count = Math.min(mostBlocks, Math.floor((to - from) / (typicalLatency(sample) * latenciesPerBlock)));
  if (!(count >= fewestBlocks)) {
    const refused = `the run lasted less than ${fewestBlocks * latenciesPerBlock} times a typical request, too short for a rate.`;
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
