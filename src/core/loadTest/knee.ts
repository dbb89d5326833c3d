import { countOf, formatCount } from '../format/quantities.ts';
import type { LoadLevel } from './loadLevel.ts';

/** What a load test says of where more clients stop paying. */
export interface Knee {
  /** Clients of the level at the knee; null without one. */
  readonly clients: number | null;
  /** Whether a p90 that decides comes from too few requests, so that chance may have decided. */
  readonly tentative: boolean;
  /** The finding with its reason, in a sentence or two. */
  readonly sentence: string;
  readonly method: string;
}

/** Power must fall by this share on both sides, or the best level may be so by chance. */
const least = 0.1;

const method =
  'The knee is the level of greatest power, throughput / p90 TTFT (Kleinrock 1979): before it throughput grows faster than TTFT, after it TTFT faster than throughput.';

/**
 * Finds the knee of throughput against p90 TTFT: the level of greatest power, their ratio (Kleinrock,
 * "Power and deterministic rules of thumb for probabilistic problems in computer communications", ICC
 * 1979). There is none where power only rises or only falls over the levels, or hardly changes.
 */
export function findKnee(levels: readonly LoadLevel[]): Knee {
  const points = [...levels]
    .sort((a, b) => a.clients - b.clients)
    .flatMap(({ clients, throughput, ttftP90, unreliable }) =>
      throughput !== null && ttftP90 !== null && ttftP90 > 0
        ? [{ clients, power: throughput / ttftP90, unreliable }]
        : [],
    );
  const [first] = points;
  const last = points.at(-1);
  if (points.length < 3 || !first || !last) {
    const sentence = 'No knee: it takes three levels with throughput and TTFT to see one.';
    return { clients: null, tentative: false, sentence, method };
  }
  const best = points.reduce((a, b) => (b.power > a.power ? b : a));
  const doubted = [...new Set([first, best, last])].filter(({ unreliable }) => unreliable !== null);
  const found = (clients: number | null, sentence: string): Knee => ({
    clients,
    tentative: doubted.length > 0,
    sentence: [sentence, ...tentatively(doubted.map(point => point.clients))].join(' '),
    method,
  });
  const below = (point: typeof best) => point.power <= best.power * (1 - least);
  if (!below(first) && !below(last)) {
    return found(null, 'No knee: throughput and p90 TTFT grow alike over all levels.');
  }
  if (!below(last)) {
    return found(
      null,
      `No knee: up to ${countOf(last.clients, 'client')} throughput grows at least as fast as p90 TTFT. Try more clients.`,
    );
  }
  if (!below(first)) {
    return found(
      null,
      `No knee: from ${countOf(first.clients, 'client')} on p90 TTFT grows faster than throughput. Try fewer clients.`,
    );
  }
  return found(
    best.clients,
    `The knee is at ${countOf(best.clients, 'client')}: beyond it p90 TTFT grows faster than throughput.`,
  );
}

function tentatively(clients: readonly number[]): string[] {
  const last = clients.at(-1);
  if (last === undefined) return [];
  const others = clients.slice(0, -1).map(formatCount).join(', ');
  return [
    `Tentative: the p90 at ${others === '' ? '' : `${others} and `}${countOf(last, 'client')} comes from too few requests, so this may be chance.`,
  ];
}

/** What marks the level at the knee. */
export function kneeMark({ tentative }: Knee): string {
  return tentative ? 'tentative knee' : 'knee';
}
