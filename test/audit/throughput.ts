import { mean, seeds } from './auditTable.ts';
import {
  closedLoop,
  independent,
  type Load,
  lognormal,
  type Server,
  serialPrefill,
  slots,
} from './closedLoop.ts';
import { columnsOf } from './measured.ts';

/** A server under a load, and the requests per second that it would answer for ever. */
export interface RateScenario {
  readonly name: string;
  readonly server: Server;
  readonly load: Load;
  readonly truth: number;
}

/** The mean of a lognormal distribution. */
export function lognormalMean(median: number, sigma: number): number {
  return median * Math.exp(sigma ** 2 / 2);
}

const whole = (median: number, sigma: number) => independent(lognormal(median, sigma), () => 0);

function lognormalRuns(median: number, sigma: number, loads: readonly Load[]): RateScenario[] {
  return loads.map(load => ({
    name: `${loadText(load)}, latency lognormal ${median} s / ${sigma}`,
    server: whole(median, sigma),
    load,
    truth: load.clients / lognormalMean(median, sigma),
  }));
}

function loadText({ clients, requests, duration, rampUp }: Load): string {
  const amount = requests === undefined ? `for ${duration} s` : `x ${requests} requests`;
  return `${clients} clients ${amount}${rampUp === undefined ? '' : `, ramp-up ${rampUp} s`}`;
}

function slotRuns(loads: readonly Load[]): RateScenario[] {
  return loads.map(load => ({
    name: `${loadText(load)}, 8 slots`,
    server: slots(8, lognormal(0.15, 0.2)),
    load,
    truth: 8 / lognormalMean(0.15, 0.2),
  }));
}

export const rateScenarios: readonly RateScenario[] = [
  ...lognormalRuns(3, 0.5, [
    { clients: 50, duration: 30 },
    { clients: 200, duration: 60 },
    { clients: 50, duration: 30, rampUp: 5 },
  ]),
  ...lognormalRuns(5, 0.8, [{ clients: 50, duration: 30 }]),
  ...lognormalRuns(3, 0.5, [
    { clients: 50, requests: 20 },
    { clients: 50, requests: 5 },
    { clients: 50, requests: 1 },
  ]),
  {
    name: '50 clients for 15 s, TTFT lognormal 1.5 s / 0.5, then 0.2 s',
    server: independent(() => 0.2, lognormal(1.5, 0.5)),
    load: { clients: 50, duration: 15 },
    truth: 50 / (lognormalMean(1.5, 0.5) + 0.2),
  },
  ...slotRuns([
    { clients: 16, duration: 10 },
    { clients: 32, requests: 10 },
    { clients: 32, requests: 3 },
  ]),
  {
    name: '10 clients x 5 requests, prompts read one at a time',
    server: serialPrefill(() => 0.1, lognormal(0.5, 0.2)),
    load: { clients: 10, requests: 5 },
    truth: 10,
  },
];

/** Requests per second as a share of the truth: mean over runs; NaN if more than half of them have none. */
export function rateBias({ server, load, truth }: RateScenario, repetitions: number) {
  const runs = seeds(repetitions).map(seed =>
    columnsOf(closedLoop(server, load, seed)).metrics({ final: true }),
  );
  const ratios = (key: 'request_throughput' | 'steady_request_throughput') =>
    runs.flatMap(metrics => metrics[key].value ?? []).map(rate => rate / truth);
  const steady = ratios('steady_request_throughput');
  return {
    whole: mean(ratios('request_throughput')),
    steady: steady.length * 2 < repetitions ? Number.NaN : mean(steady),
    /** Runs that have a rate of the steady window. */
    known: steady.length / repetitions,
  };
}
