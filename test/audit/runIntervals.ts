import { percentiles } from '../../src/core/metrics/distribution.ts';
import { requestIntervals } from '../../src/core/stats/requestIntervals.ts';
import { seeds } from './auditTable.ts';
import { closedLoop, type Draw, independent, type Load, lognormal, type Server } from './closedLoop.ts';
import { autoregressive, swinging, unequalClients } from './dependentServers.ts';

/** A run of a server whose TTFT is lognormal over all runs. */
export interface RunScenario {
  readonly name: string;
  readonly server: Server;
  readonly load: Load;
  readonly median: number;
  readonly sigma: number;
}

const rest: Draw = () => 0.3;

const servers: readonly (Omit<RunScenario, 'load'> & {
  readonly loads: readonly (readonly [clients: number, requests: number])[];
})[] = [
  {
    name: 'lognormal 0.3',
    ...{ server: independent(rest, lognormal(0.2, 0.3)), median: 0.2, sigma: 0.3 },
    loads: [
      [1, 7],
      [1, 10],
      [1, 20],
      [1, 50],
      [1, 500],
      [10, 20],
      [100, 3],
    ],
  },
  {
    name: 'lognormal 1',
    ...{ server: independent(rest, lognormal(0.2, 1)), median: 0.2, sigma: 1 },
    loads: [
      [1, 50],
      [4, 125],
    ],
  },
  ...[0.3, 0.7].map(correlation => ({
    name: `AR(1) ${correlation}`,
    ...{ server: autoregressive(correlation, 0.3), median: 1, sigma: 0.3 },
    loads: [
      [1, 100],
      [4, 50],
      [10, 20],
      [1, 1000],
    ] as const,
  })),
  {
    name: 'clients that differ',
    ...{ server: unequalClients(0.2), median: 1, sigma: Math.hypot(0.2, 0.2) },
    loads: [
      [4, 50],
      [10, 20],
      [20, 20],
      [50, 10],
    ],
  },
  {
    name: 'load that swings within 2 s',
    ...{ server: swinging(2, 0.3), median: 0.2, sigma: Math.hypot(0.3, 0.2) },
    loads: [
      [1, 100],
      [4, 50],
      [10, 20],
      [4, 500],
    ],
  },
];

export const runScenarios: readonly RunScenario[] = servers.flatMap(({ loads, name, ...server }) =>
  loads.map(([clients, requests]) => ({
    ...{ ...server, name: `${name}, ${clients} x ${requests}`, load: { clients, requests } },
  })),
);

/** How far a standard normal quantile lies from the middle. */
const normalQuantiles = { p50: 0, p90: 1.281552, p99: 2.326348 } as const;

export type Audited = keyof typeof normalQuantiles;

/** Shares of the runs that give an interval, and that give one without the truth. */
export function intervalShares(
  { server, load, median, sigma }: RunScenario,
  key: Audited,
  repetitions: number,
) {
  const truth = median * Math.exp(sigma * normalQuantiles[key]);
  const found = seeds(repetitions).flatMap(seed => {
    const requests = closedLoop(server, load, seed);
    const values = Float64Array.from(requests, ({ ttft }) => ttft);
    const timed = {
      values,
      sentAt: requests.map(({ sentAt }) => sentAt),
      client: requests.map(({ client }) => client),
    };
    const interval = requestIntervals(timed, values.toSorted()).of(percentiles[key].q);
    return interval === null ? [] : [interval];
  });
  const wrong = found.filter(([low, high]) => truth < low || truth > high);
  return { known: found.length / repetitions, wrong: wrong.length / repetitions };
}
