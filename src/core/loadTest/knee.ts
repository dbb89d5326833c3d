import { countOf, formatCount } from '../format/quantities.ts';
import { failsOften, whereRequestsFailed } from './failingLevels.ts';
import { idleDoubt } from './idleLevels.ts';
import type { LoadLevel } from './loadLevel.ts';

/** Where more clients stop paying off in a load test. */
export interface Knee {
  /** Clients of the level at the knee, or of the best of the levels around it; null if there is none. */
  readonly clients: number | null;
  /** Levels that have the knee between them, if others between them were left out; otherwise null. */
  readonly between: readonly [number, number] | null;
  /** Whether a p90 or a rate that decides comes from too few requests, so the result may be due to chance. */
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
  /** The p90 comes from too few requests. */
  readonly unreliable: boolean;
  /** The throughput includes much time in which clients were idle. */
  readonly idle: boolean;
}

function pointsOf(ascending: readonly LoadLevel[]): Point[] {
  return ascending
    .filter(level => !failsOften(level))
    .flatMap(level => {
      const { clients, throughput, ttftP90, unreliable } = level;
      if (throughput === null || ttftP90 === null || ttftP90 <= 0) return [];
      const doubts = { unreliable: unreliable !== null, idle: idleDoubt(level) !== null };
      return [{ clients, power: throughput / ttftP90, ...doubts }];
    });
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
    return { clients: null, between: null, tentative: false, sentence, method };
  }
  const best = points.reduce((a, b) => (b.power > a.power ? b : a));
  const deciding = [...new Set([first, best, last])];
  const doubts = doubtSentences(deciding);
  const found = (clients: number | null, sentence: string, between: Knee['between'] = null): Knee => ({
    ...{ clients, between, method },
    tentative: doubts.length > 0,
    sentence: [sentence, ...doubts].join(' '),
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
  const between = holeAround(points, best);
  return between === null
    ? found(
        best.clients,
        `The knee is at ${countOf(best.clients, 'client')}: beyond it, p90 TTFT grows faster than throughput.`,
      )
    : found(best.clients, holeSentence(best, between), between);
}

/** The levels around the best one, if a doubling of clients lies between it and one of them; otherwise null. */
function holeAround(points: readonly Point[], best: Point): [number, number] | null {
  const at = points.indexOf(best);
  const hole = (low: number, high: number) => high > 2 * low;
  const below = points[at - 1]?.clients ?? best.clients;
  const above = points[at + 1]?.clients ?? best.clients;
  const from = hole(below, best.clients) ? below : best.clients;
  const to = hole(best.clients, above) ? above : best.clients;
  return from === to ? null : [from, to];
}

function holeSentence({ clients }: Point, [from, to]: readonly [number, number]): string {
  const doublings: number[] = [];
  for (let next = from * 2; next < to; next *= 2) if (next !== clients) doublings.push(next);
  const proposals = doublings.map(formatCount);
  const last = proposals.pop() ?? '';
  const listed = proposals.length === 0 ? last : `${proposals.join(', ')} and ${last}`;
  return `The knee is between ${formatCount(from)} and ${countOf(to, 'client')}: of the levels measured, ${formatCount(clients)} has the greatest power, but there are none close to it. Add levels with ${listed} clients.`;
}

function doubtSentences(deciding: readonly Point[]): string[] {
  const at = (doubted: readonly Point[]) => {
    const others = doubted.slice(0, -1).map(({ clients }) => formatCount(clients));
    const last = countOf(doubted.at(-1)?.clients ?? 0, 'client');
    return others.length === 0 ? last : `${others.join(', ')} and ${last}`;
  };
  const few = deciding.filter(({ unreliable }) => unreliable);
  const idle = deciding.filter(point => point.idle);
  return [
    ...(few.length === 0
      ? []
      : [`Tentative: the p90 at ${at(few)} comes from too few requests, so this may be due to chance.`]),
    ...(idle.length === 0
      ? []
      : [
          `Tentative: the throughput at ${at(idle)} includes much time in which clients had nothing left to send. Send more requests per client.`,
        ]),
  ];
}

/** The label of the level at the knee. */
export function kneeMark({ tentative, between }: Knee): string {
  if (between !== null) return `knee between ${formatCount(between[0])} and ${formatCount(between[1])}`;
  return tentative ? 'tentative knee' : 'knee';
}
