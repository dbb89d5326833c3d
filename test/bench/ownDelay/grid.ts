import type { TokenTiming } from './tokenServer.ts';

/** One run of the bench. */
export interface Case {
  name: string;
  timing: TokenTiming;
  clients: number;
  requests: number;
  /** Priority of the client's process; default: above every other program, below the server. */
  priority?: 'nice' | 'normal';
  /** Number of busy loops. */
  hogs?: number;
  /** When the client's process is stopped, counted from the last one, and for how long; seconds. */
  stops?: readonly (readonly [after: number, length: number])[];
}

function timing(ttft: number, itl: number, tokens: number, sigma = 0): TokenTiming {
  return { ttft, itl, tokens, sigma };
}

type Load = readonly [ttft: number, itl: number, tokens: number, clients: number, requests: number];

function named(kind: string, [ttft, itl, tokens, clients, requests]: Load, more: Partial<Case> = {}): Case {
  return {
    name: `${kind}, ${ttft} / ${itl} ms, ${clients} x ${requests}`,
    timing: timing(ttft, itl, tokens),
    ...{ clients, requests },
    ...more,
  };
}

const quiet: readonly Load[] = [
  [20, 10, 40, 1, 20],
  [20, 10, 60, 50, 4],
  [20, 10, 60, 200, 4],
  [100, 10, 60, 10, 6],
  [100, 20, 50, 100, 3],
  [300, 10, 60, 50, 3],
  [300, 10, 60, 200, 3],
  [1000, 30, 40, 50, 2],
];
const busy: readonly Load[] = [
  [50, 20, 40, 10, 10],
  [100, 10, 60, 50, 4],
  [300, 10, 60, 200, 3],
  [1000, 30, 40, 50, 2],
];

/** TTFT / ITL, and clients x requests. */
export const grid: readonly Case[] = [
  ...quiet.map(load => named('quiet', load)),
  ...busy.map(load => named('2 busy loops, raised priority', load, { priority: 'nice', hogs: 2 })),
  ...busy.map(load => named('2 busy loops', load, { priority: 'normal', hogs: 2 })),
  named('normal priority', [300, 20, 60, 20, 4], { priority: 'normal' }),
  named('normal priority', [100, 10, 60, 50, 6], { priority: 'normal' }),
  named('stopped 0.25 s', [300, 10, 60, 20, 6], { stops: [[1.1, 0.25]] }),
  named('stopped 0.4 and 0.3 s', [300, 10, 60, 50, 6], {
    stops: [
      [1, 0.4],
      [0.5, 0.3],
    ],
  }),
  named('stopped twice 0.25 s, TTFT varies', [500, 20, 60, 20, 8], {
    timing: timing(500, 20, 60, 0.5),
    stops: [
      [2.1, 0.25],
      [2, 0.25],
    ],
  }),
  named('stopped 1 s', [1000, 30, 40, 20, 4], { stops: [[2.1, 1]] }),
  named('stopped 4 s', [100, 20, 40, 50, 8], { priority: 'normal', stops: [[2.1, 4]] }),
];
