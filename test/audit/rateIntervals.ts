import { compareRate } from '../../src/core/compare/compareTotals.ts';
import { seeds } from './auditTable.ts';
import {
  closedLoop,
  type Draw,
  independent,
  type Load,
  lognormal,
  normal,
  type Server,
  slots,
} from './closedLoop.ts';
import { sampleFrom } from './measured.ts';

export interface IntervalScenario {
  readonly name: string;
  readonly server: Server;
  readonly load: Load;
}

const pareto: Draw = random => (1 - random()) ** (-1 / 1.5);
const bimodal =
  (slow: number): Draw =>
  random =>
    (random() < slow ? 5 : 1) * Math.exp(0.2 * normal(random));

const shapes: readonly { name: string; draw: Draw; loads: readonly Load[] }[] = [
  {
    name: 'lognormal 1 s / 0.3',
    draw: lognormal(1, 0.3),
    loads: [
      { clients: 1, requests: 20 },
      { clients: 1, requests: 100 },
      { clients: 4, requests: 50 },
      { clients: 16, requests: 20 },
      { clients: 16, duration: 30 },
    ],
  },
  {
    name: 'lognormal 1 s / 1',
    draw: lognormal(1, 1),
    loads: [
      { clients: 1, requests: 50 },
      { clients: 1, requests: 500 },
      { clients: 4, duration: 30 },
      { clients: 4, duration: 100 },
      { clients: 16, duration: 100 },
    ],
  },
  {
    name: 'Pareto 1.5',
    draw: pareto,
    loads: [
      { clients: 1, requests: 100 },
      { clients: 1, requests: 500 },
      { clients: 4, requests: 200 },
    ],
  },
  {
    name: 'bimodal, 15 % five times as slow',
    draw: bimodal(0.15),
    loads: [
      { clients: 1, requests: 20 },
      { clients: 1, requests: 100 },
      { clients: 4, requests: 50 },
      { clients: 16, duration: 60 },
    ],
  },
  {
    name: 'bimodal, 50 % five times as slow',
    draw: bimodal(0.5),
    loads: [{ clients: 1, requests: 100 }],
  },
];

export const intervalScenarios: readonly IntervalScenario[] = [
  ...shapes.flatMap(({ name, draw, loads }) =>
    loads.map(load => ({
      name: `${loadName(load)}, ${name}`,
      server: independent(draw, () => 0),
      load,
    })),
  ),
  {
    name: '16 clients for 30 s, 8 slots',
    server: slots(8, lognormal(1, 0.3)),
    load: { clients: 16, duration: 30 },
  },
];

function loadName({ clients, requests, duration }: Load): string {
  const amount = requests === undefined ? `for ${duration} s` : `x ${requests}`;
  return `${clients} ${clients === 1 ? 'client' : 'clients'} ${amount}`;
}

/** Shares of pairs of runs of the same server: those not refused, and those of them whose interval holds 0. */
export function rateCoverage({ server, load }: IntervalScenario, repetitions: number) {
  const differences = seeds(repetitions).map(seed => {
    const sides = [2 * seed, 2 * seed + 1].map(one =>
      sampleFrom(closedLoop(server, load, one), load.clients),
    );
    const [a, b] = sides;
    if (!a || !b) return null;
    return compareRate('request_throughput', [a, b], 'higher', { seed, resamples: 1000 }).difference;
  });
  const judged = differences.filter(difference => difference !== null);
  const covering = judged.filter(({ absolute }) => absolute.low <= 0 && absolute.high >= 0);
  return { covered: covering.length / judged.length, judged: judged.length / repetitions };
}
