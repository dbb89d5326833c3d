import { countOf, formatCount } from '../format/quantities.ts';
import { failsOften, whereRequestsFailed } from './failingLevels.ts';
import type { LoadLevel } from './loadLevel.ts';

/** Where more clients stop paying off in a load test. */
export interface Knee {
  /** Clients of the level at the knee; null if there is none. */
  readonly clients: number | null;
  /** Whether a p90 that decides comes from too few requests, so the result may be due to chance. */
  readonly tentative: boolean;
  /** The finding with its reason, as one or two sentences. */
  readonly sentence: string;
  /** How the knee is defined, as sentences. */
  readonly method: string;
}

/** Power must fall by this share on both sides; otherwise the best level may be best by chance. */
const minDrop = 0.1;

const method =
  'The knee is the level with the greatest power, which is throughput / p90 TTFT (Kleinrock 1979). Before it, throughput grows faster than TTFT; beyond it, TTFT grows faster.';

/**
 * Finds the knee of throughput against p90 TTFT: the level with the greatest power, their ratio (Kleinrock,
 * "Power and deterministic rules of thumb for probabilistic problems in computer communications", ICC 1979).
 * There is none if power only rises, only falls or hardly changes over the levels. Levels with many failures
 * take no part: the few requests that got through may look fast, and refusals take no time.
 */
export function findKnee(levels: readonly LoadLevel[]): Knee {
  const ascending = [...levels].sort((a, b) => a.clients - b.clients);
  const failures = whereRequestsFailed(ascending);
  const found = kneeOf(pointsOf(ascending), failsAfter(ascending));
  return failures === null ? found : { ...found, sentence: `${failures}. ${found.sentence}` };
}

interface Point {
  readonly clients: number;
  /** Throughput / p90 TTFT. */
  readonly power: number;
  readonly unreliable: string | null;
}

function pointsOf(ascending: readonly LoadLevel[]): Point[] {
  return ascending
    .filter(level => !failsOften(level))
    .flatMap(({ clients, throughput, ttftP90, unreliable }) =>
      throughput !== null && ttftP90 !== null && ttftP90 > 0
        ? [{ clients, power: throughput / ttftP90, unreliable }]
        : [],
    );
}

/** The number of clients of the first failing level after the last one that works; null if there is none. */
function failsAfter(ascending: readonly LoadLevel[]): number | null {
  const lastWorking = ascending.findLastIndex(level => !failsOften(level));
  return ascending[lastWorking + 1]?.clients ?? null;
}

function kneeOf(points: readonly Point[], failsFrom: number | null): Knee {
  const [first] = points;
  const last = points.at(-1);
  if (points.length < 3 || !first || !last) {
    const sentence = 'No knee: at least three levels with throughput and TTFT are needed to find one.';
    return { clients: null, tentative: false, sentence, method };
  }
  const best = points.reduce((a, b) => (b.power > a.power ? b : a));
  const unreliable = [...new Set([first, best, last])].filter(point => point.unreliable !== null);
  const found = (clients: number | null, sentence: string): Knee => ({
    clients,
    tentative: unreliable.length > 0,
    sentence: [sentence, ...tentatively(unreliable.map(point => point.clients))].join(' '),
    method,
  });
  const below = (point: typeof best) => point.power <= best.power * (1 - minDrop);
  if (!below(first) && !below(last)) {
    return found(null, 'No knee: throughput and p90 TTFT grow at the same rate at all levels.');
  }
  if (!below(last)) {
    const next =
      failsFrom === null
        ? 'Try more clients.'
        : `The limit is between ${formatCount(last.clients)} and ${countOf(failsFrom, 'client')}.`;
    return found(
      null,
      `No knee: up to ${countOf(last.clients, 'client')}, throughput grows at least as fast as p90 TTFT. ${next}`,
    );
  }
  if (!below(first)) {
    return found(
      null,
      `No knee: from ${countOf(first.clients, 'client')} on, p90 TTFT grows faster than throughput. Try fewer clients.`,
    );
  }
  return found(
    best.clients,
    `The knee is at ${countOf(best.clients, 'client')}: beyond it, p90 TTFT grows faster than throughput.`,
  );
}

function tentatively(clients: readonly number[]): string[] {
  const last = clients.at(-1);
  if (last === undefined) return [];
  const others = clients.slice(0, -1).map(formatCount).join(', ');
  return [
    `Tentative: the p90 at ${others === '' ? '' : `${others} and `}${countOf(last, 'client')} comes from too few requests, so this may be due to chance.`,
  ];
}

/** The label of the level at the knee. */
export function kneeMark({ tentative }: Knee): string {
  return tentative ? 'tentative knee' : 'knee';
}
