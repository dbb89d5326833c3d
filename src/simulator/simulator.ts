/**
 * The simulator module is the built-in LLM server: it answers in every wire format that we benchmark, with scripted
 * timing, seeded responses, faults on request, and a record of what it really sent when. It owns the wire formats as
 * servers write them; the endpoints module owns how clients read them. It never measures: tests compare our
 * measurements with its truth. Start with `startSimulator` below, then service.ts, which decides how a request is
 * answered. dialects/ has a file for each wire format, scenario/ says what a response contains and when, and delivery/
 * sends its bytes.
 */

import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../core/base/clock.ts';
import { UserError } from '../core/base/errors.ts';
import type { SimulatorStats } from './controlPages.ts';
import { TimingWheel } from './delivery/timingWheel.ts';
import type { Scenario } from './scenario/scenario.ts';
import { scenarios as documented } from './scenario/scenarios.ts';
import { ServerConnection } from './serverConnection.ts';
import { Service } from './service.ts';
import { Lateness } from './truth/lateness.ts';
import { type Truth, TruthLog } from './truth/truthLog.ts';

/** Plain data, so that it can be passed to a worker. */
export interface SimulatorOptions {
  /** 0 or absent = any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** The scenario of a base URL without one; default `default`. */
  readonly scenario?: string;
  /** Fields that replace those of every documented scenario. */
  readonly overrides?: Partial<Scenario>;
  /** Further scenarios by name: fields that replace those of `default` and the overrides. */
  readonly scenarios?: Readonly<Record<string, Partial<Scenario>>>;
  /** Number of requests whose truth is kept; default 200,000. */
  readonly truthCapacity?: number;
}

export interface Simulator {
  /** `http://host:port`; append `/<scenario>/v1` or `/v1`. */
  readonly url: string;
  readonly port: number;
  /** What really happened to the last requests, oldest first. */
  truth(): readonly Truth[];
  stats(): SimulatorStats;
  /** Aborts the responses in progress and frees the port and all timers. */
  close(): Promise<void>;
}

const systemClock: Clock = { now: () => performance.now(), wall: () => Date.now() };

/** Starts the built-in LLM server. Throws UserError for an unknown scenario or a port that is in use. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const scenarios = scenariosOf(options);
  const fallback = options.scenario ?? 'default';
  if (!scenarios.has(fallback)) {
    const known = [...scenarios.keys()].join(', ');
    throw new UserError(`There is no scenario "${fallback}". Known scenarios: ${known}.`);
  }
  const clock = systemClock;
  const stage = { clock, wheel: new TimingWheel(clock), lateness: new Lateness() };
  const sockets = new Set<Socket>();
  const truthLog = new TruthLog(options.truthCapacity ?? 200_000);
  const stats = (): SimulatorStats => ({
    cpuUsage: process.cpuUsage(),
    lateness: stage.lateness.summary(),
    connections: sockets.size,
  });
  const service = new Service({ scenarios, fallback, truthLog, clock, stats });
  const server = createServer(socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    new ServerConnection(socket, service, stage);
  });
  const host = options.host ?? '127.0.0.1';
  const port = await listen(server, host, options.port ?? 0);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    truth: () => truthLog.all(),
    stats,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
        stage.wheel.close();
      }),
  };
}

/** A port of this machine that refuses connections, which is the only failure that no server can cause. */
export async function refusedPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server, '127.0.0.1', 0);
  await new Promise(resolve => server.close(resolve));
  return port;
}

function scenariosOf({ scenarios = {}, overrides = {} }: SimulatorOptions): Map<string, Scenario> {
  const standard = documented['default'];
  const all = new Map<string, Scenario>();
  for (const [name, scenario] of Object.entries(documented)) all.set(name, { ...scenario, ...overrides });
  for (const [name, scenario] of Object.entries(scenarios)) {
    if (standard) all.set(name, { ...standard, ...overrides, ...scenario });
  }
  return all;
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      reject(taken ? new UserError(`Port ${port} of ${host} cannot be used; choose another port.`) : error);
    });
    server.listen({ host, port, backlog: 4096 }, () => resolve((server.address() as AddressInfo).port));
  });
}
