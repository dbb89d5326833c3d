import { compareLatency } from '../../src/core/compare/compareLatency.ts';
import { compareRepeats } from '../../src/core/compare/compareRepeats.ts';
import type { TimedColumn } from '../../src/core/compare/sample.ts';
import { seeds } from './auditTable.ts';
import {
  closedLoop,
  type Draw,
  generator,
  independent,
  type Load,
  type LoopRequest,
  lognormal,
  normal,
  type Server,
} from './closedLoop.ts';
import { autoregressive, changing, swinging, unequalClients } from './dependentServers.ts';
import { sampleFrom } from './measured.ts';

/** Two sides that are measured one after the other, or taking turns. */
export interface VerdictScenario {
  readonly name: string;
  readonly load: Load;
  readonly timing: 'separate' | 'interleaved';
  readonly server: Server;
  /** Each connection, one of each client to each side, differs by this much (sigma). */
  readonly connections?: number;
  /** How often each side is repeated; default 1. */
  readonly repeats?: number;
  /** How much slower the candidate is, as a factor; default 1. */
  readonly factor?: number;
}

const rest: Draw = () => 0.3;
const lognormal03 = independent(rest, lognormal(0.2, 0.3));
const lognormal1 = independent(rest, lognormal(0.2, 1));
const heavy = independent(rest, random => 0.2 * (1 - random()) ** (-1 / 1.5));
const bimodal = independent(
  rest,
  random => 0.2 * (random() < 0.15 ? 4 : 1) * Math.exp(0.15 * normal(random)),
);
const drifting = changing(at => 0.2 * (1 + at / 60), 0.3);

type Loads = readonly (readonly [clients: number, requests: number])[];

function scenarios(
  what: string,
  timing: VerdictScenario['timing'],
  server: Server,
  loads: Loads,
  more: Pick<VerdictScenario, 'connections' | 'factor' | 'repeats'> = {},
): VerdictScenario[] {
  return loads.map(([clients, requests]) => ({
    name: `${timing === 'separate' ? '' : 'A/B, '}${what}, ${clients} x ${requests}${more.repeats ? `, ${more.repeats} times` : ''}`,
    ...{ load: { clients, requests }, timing, server, ...more },
  }));
}

/** Both sides are the same. */
export const equalSides: readonly VerdictScenario[] = [
  ...scenarios('lognormal 0.3', 'separate', lognormal03, [
    [1, 10],
    [1, 20],
    [1, 100],
    [1, 500],
    [4, 25],
    [10, 20],
    [100, 3],
  ]),
  ...scenarios('lognormal 1', 'separate', lognormal1, [
    [1, 50],
    [4, 50],
  ]),
  ...scenarios('Pareto 1.5', 'separate', heavy, [[1, 100]]),
  ...scenarios('bimodal', 'separate', bimodal, [[1, 100]]),
  ...[0.3, 0.7].flatMap(correlation =>
    scenarios(`AR(1) ${correlation}`, 'separate', autoregressive(correlation, 0.3), [
      [1, 100],
      [4, 50],
      [10, 20],
      [1, 1000],
    ]),
  ),
  ...scenarios('load that swings within 2 s', 'separate', swinging(2, 0.3), [
    [1, 100],
    [4, 50],
    [10, 20],
    [20, 20],
    [4, 500],
  ]),
  ...scenarios('clients that differ', 'separate', unequalClients(0.2), [
    [4, 25],
    [7, 20],
    [8, 20],
    [16, 20],
    [32, 10],
  ]),
  ...scenarios('drift', 'separate', drifting, [[4, 50]]),
  ...scenarios('lognormal 0.3', 'separate', lognormal03, [[4, 25]], { repeats: 3 }),
  ...scenarios('AR(1) 0.7', 'separate', autoregressive(0.7, 0.3), [[1, 50]], { repeats: 5 }),
  ...scenarios('load that swings within 2 s', 'separate', swinging(2, 0.3), [[4, 25]], { repeats: 3 }),
  ...scenarios('load that swings within 2 s', 'separate', swinging(2, 0.3), [[4, 25]], { repeats: 5 }),
  ...scenarios('load that swings within 60 s', 'separate', swinging(60, 0.3), [[4, 25]], { repeats: 5 }),
  ...scenarios('clients that differ', 'separate', unequalClients(0.2), [[4, 25]], { repeats: 5 }),
  ...scenarios('lognormal 0.3', 'interleaved', lognormal03, [
    [1, 20],
    [2, 25],
    [4, 25],
    [10, 20],
  ]),
  ...scenarios('Pareto 1.5', 'interleaved', heavy, [[4, 25]]),
  ...scenarios('AR(1) 0.7', 'interleaved', autoregressive(0.7, 0.3), [[1, 100]]),
  ...scenarios('load that swings within 2 s', 'interleaved', swinging(2, 0.3), [[4, 50]]),
  ...scenarios('drift', 'interleaved', drifting, [[4, 50]]),
  ...scenarios('clients that differ alike', 'interleaved', unequalClients(0.2), [
    [4, 25],
    [10, 20],
  ]),
  ...scenarios(
    'connections that differ',
    'interleaved',
    independent(rest, lognormal(0.2, 0.2)),
    [
      [4, 25],
      [10, 20],
      [20, 10],
    ],
    { connections: 0.2 },
  ),
];

/** The candidate is slower. */
export const slowerCandidates: readonly VerdictScenario[] = [
  ...scenarios(
    'lognormal 0.3, 20 % slower',
    'separate',
    lognormal03,
    [
      [1, 20],
      [1, 50],
      [1, 100],
      [1, 500],
    ],
    { factor: 1.2 },
  ),
  ...scenarios('lognormal 0.3, 20 % slower', 'separate', lognormal03, [[4, 25]], { factor: 1.2, repeats: 5 }),
  ...scenarios('load that swings within 2 s, 50 % slower', 'separate', swinging(2, 0.3), [[4, 25]], {
    ...{ factor: 1.5, repeats: 5 },
  }),
  ...scenarios('clients that differ, 20 % slower', 'separate', unequalClients(0.2), [[16, 20]], {
    factor: 1.2,
  }),
  ...scenarios('lognormal 0.3, 10 % slower', 'interleaved', lognormal03, [[4, 25]], { factor: 1.1 }),
  ...scenarios('clients that differ alike, 10 % slower', 'interleaved', unequalClients(0.2), [[4, 50]], {
    factor: 1.1,
  }),
  ...scenarios(
    'connections that differ, 20 % slower',
    'interleaved',
    independent(rest, lognormal(0.2, 0.2)),
    [[20, 10]],
    { connections: 0.2, factor: 1.2 },
  ),
];

/** Shares of the comparisons whose verdict on the median says that the sides differ, and that say nothing. */
export function verdictShares(scenario: VerdictScenario, repetitions: number) {
  const verdicts = seeds(repetitions).map(seed => {
    if (scenario.repeats !== undefined) return repeated(scenario, scenario.repeats, seed);
    const [a, b] = scenario.timing === 'separate' ? separate(scenario, seed) : interleaved(scenario, seed);
    const [{ verdict }] = compareLatency(a, b, {
      ...{ timing: scenario.timing, better: 'lower', wanted: ['median'], seed, resamples: 500 },
    });
    return verdict;
  });
  const share = (among: readonly string[]) =>
    verdicts.filter(verdict => among.includes(verdict)).length / repetitions;
  return {
    different: share(['better', 'worse']),
    withheld: share(['cannot be judged apart from the moment', 'not enough data']),
  };
}

/** Each run meets the server in another state. */
function repeated({ server, load, factor = 1 }: VerdictScenario, repeats: number, seed: number) {
  const side = (offset: number, slower: number) =>
    seeds(repeats).map(run => {
      const requests = closedLoop(server, load, (seed * 2 + offset) * repeats + run);
      const slow = requests.map(one => ({ ...one, ttft: one.ttft * slower }));
      return sampleFrom(slow, load.clients);
    });
  const random = { seed, resamples: 500 };
  return compareRepeats('ttft', [side(0, 1), side(1, factor)], 'lower', random, false)[0].verdict;
}

function columnOf(requests: readonly LoopRequest[], factor = 1, startsAt = 0): TimedColumn {
  const read = (of: (one: LoopRequest) => number) => Float64Array.from(requests, of);
  return {
    values: read(({ ttft }) => ttft * factor),
    sentAt: read(({ sentAt }) => startsAt + sentAt),
    client: read(({ client }) => client),
  };
}

function separate({ server, load, factor }: VerdictScenario, seed: number): [TimedColumn, TimedColumn] {
  const [a, b] = [closedLoop(server, load, 2 * seed), closedLoop(server, load, 2 * seed + 1)];
  return [columnOf(a), columnOf(b, factor, 1000)];
}

/** Each client sends to both sides in turn, in a random order. */
function interleaved(scenario: VerdictScenario, seed: number): [TimedColumn, TimedColumn] {
  const { clients, requests = 0 } = scenario.load;
  const random = generator(seed + 500_000);
  const sides = new Map<number, readonly (0 | 1)[]>();
  const speeds = new Map<number, number>();
  const found: [LoopRequest[], LoopRequest[]] = [[], []];
  for (const one of closedLoop(scenario.server, { clients, requests: 2 * requests }, seed)) {
    const pair = one.client * requests + (one.index >> 1);
    const order: readonly (0 | 1)[] = sides.get(pair) ?? (random() < 0.5 ? [0, 1] : [1, 0]);
    sides.set(pair, order);
    const side = order[one.index % 2] ?? 0;
    const connection = 2 * one.client + side;
    const speed = speeds.get(connection) ?? Math.exp((scenario.connections ?? 0) * normal(random));
    speeds.set(connection, speed);
    found[side].push({ ...one, ttft: one.ttft * speed });
  }
  return [columnOf(found[0]), columnOf(found[1], scenario.factor)];
}
