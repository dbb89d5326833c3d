import { courseOf } from '../../src/measure/run/windowDiagnostics.ts';
import { seeds } from './auditTable.ts';
import {
  closedLoop,
  type Draw,
  independent,
  type Load,
  lognormal,
  normal,
  type Server,
  serialPrefill,
  slots,
} from './closedLoop.ts';
import { columnsOf } from './measured.ts';

export interface DriftScenario {
  readonly name: string;
  readonly server: Server;
  readonly load: Load;
}

const rest: Draw = () => 0.3;

/** The logarithm of TTFT follows an autoregression of its own for each client. */
function autoregressive(correlation: number, sigma: number): Server {
  return random => {
    const states = new Map<number, number>();
    return (_at, client) => {
      const noise = normal(random);
      const last = states.get(client);
      const state = last === undefined ? noise : correlation * last + Math.sqrt(1 - correlation ** 2) * noise;
      states.set(client, state);
      return answer(Math.exp(sigma * state));
    };
  };
}

/** All requests share a load that swings at random and forgets its past in `memory` seconds. */
function swinging(memory: number, swing: number): Server {
  return random => {
    let state = normal(random);
    let last = 0;
    return sentAt => {
      const kept = Math.exp(-(sentAt - last) / memory);
      state = kept * state + Math.sqrt(1 - kept ** 2) * normal(random);
      last = sentAt;
      return answer(0.2 * Math.exp(swing * state + 0.2 * normal(random)));
    };
  };
}

/** Each client has a speed of its own. */
function unequalClients(spread: number): Server {
  return random => {
    const speeds = new Map<number, number>();
    return (_at, client) => {
      const speed = speeds.get(client) ?? Math.exp(spread * normal(random));
      speeds.set(client, speed);
      return answer(speed * Math.exp(0.2 * normal(random)));
    };
  };
}

/** TTFT is `level` of the time, with lognormal noise. */
function changing(level: (at: number) => number, sigma: number): Server {
  return random => sentAt => answer(level(sentAt) * Math.exp(sigma * normal(random)));
}

function answer(ttft: number) {
  return { ttft, total: ttft + 0.2 };
}

const heavy: Draw = random => (1 - random()) ** (-1 / 1.5);
const bimodal: Draw = random => (random() < 0.5 ? 5 : 1) * Math.exp(0.2 * normal(random));

/** Servers that do not change. */
export const steadyServers: readonly DriftScenario[] = [
  ...[20, 50].map(clients => ({
    name: `${clients} clients x 1, TTFT lognormal 1.2 s / 0.3`,
    server: independent(rest, lognormal(1.2, 0.3)),
    load: { clients, requests: 1 },
  })),
  ...[
    { clients: 100, requests: 3 },
    { clients: 50, requests: 5 },
    { clients: 1, requests: 40 },
  ].map(load => ({
    name: `${load.clients} ${load.clients === 1 ? 'client' : 'clients'} x ${load.requests}, TTFT lognormal 0.5 s / 0.5`,
    server: independent(rest, lognormal(0.5, 0.5)),
    load,
  })),
  {
    name: '4 clients x 20, TTFT lognormal 0.5 s / 1',
    server: independent(rest, lognormal(0.5, 1)),
    load: { clients: 4, requests: 20 },
  },
  {
    name: '4 clients x 50, TTFT Pareto 1.5',
    server: independent(rest, heavy),
    load: { clients: 4, requests: 50 },
  },
  {
    name: '4 clients x 20, TTFT bimodal',
    server: independent(rest, bimodal),
    load: { clients: 4, requests: 20 },
  },
  {
    name: '32 clients x 5, 8 slots',
    server: slots(8, lognormal(0.15, 0.3)),
    load: { clients: 32, requests: 5 },
  },
  {
    name: '10 clients x 20, prompts read one at a time',
    server: serialPrefill(() => 0.1, lognormal(0.5, 0.2)),
    load: { clients: 10, requests: 20 },
  },
  {
    name: '1 client x 100, AR(1) 0.7',
    server: autoregressive(0.7, 0.3),
    load: { clients: 1, requests: 100 },
  },
  { name: '4 clients x 50, AR(1) 0.7', server: autoregressive(0.7, 0.3), load: { clients: 4, requests: 50 } },
  {
    name: '10 clients x 20, clients differ by 50 %',
    server: unequalClients(0.5),
    load: { clients: 10, requests: 20 },
  },
  {
    name: '1 client for 120 s, load that swings within 2 s',
    server: swinging(2, 0.3),
    load: { clients: 1, duration: 120 },
  },
  {
    name: '10 clients for 120 s, load that swings within 2 s',
    server: swinging(2, 0.3),
    load: { clients: 10, duration: 120 },
  },
];

/** A load that swings about as slowly as a run lasts: no single run can tell it from drift. */
export const slowSwings: readonly DriftScenario[] = [
  { clients: 4, requests: 50 },
  { clients: 10, requests: 20 },
].map(load => ({
  name: `${load.clients} clients x ${load.requests}, load that swings within 2 s`,
  server: swinging(2, 0.3),
  load,
}));

/** Servers that change. */
export const driftingServers: readonly DriftScenario[] = [
  {
    name: '4 clients x 50, 35 % slower from the middle on',
    server: changing(at => (at < 35 ? 1 : 1.35), 0.3),
    load: { clients: 4, requests: 50 },
  },
  {
    name: '4 clients x 50, 50 % slower from the middle on',
    server: changing(at => (at < 37 ? 1 : 1.5), 0.3),
    load: { clients: 4, requests: 50 },
  },
  {
    name: '10 clients x 20, twice as slow within 30 s',
    server: changing(at => 1 + at / 30, 0.3),
    load: { clients: 10, requests: 20 },
  },
  {
    name: '10 clients x 20, faster by a third within 20 s',
    server: changing(at => 1.6 - Math.min(0.6, at / 33), 0.3),
    load: { clients: 10, requests: 20 },
  },
  {
    name: '1 client x 100, 50 % slower from the middle on',
    server: changing(at => (at < 62 ? 1 : 1.5), 0.3),
    load: { clients: 1, requests: 100 },
  },
];

/** Share of the runs that are told that the server drifted. */
export function driftShare({ server, load }: DriftScenario, repetitions: number): number {
  const told = seeds(repetitions).filter(
    seed => courseOf(columnsOf(closedLoop(server, load, seed)).steadyState()).drift !== null,
  );
  return told.length / repetitions;
}
