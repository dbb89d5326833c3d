import { seededRandom, seedFor } from '../../src/core/base/random.ts';

/** A random time in seconds. */
export type Draw = (random: () => number) => number;

/** A request of a simulated run; times in seconds since the run began. */
export interface LoopRequest {
  readonly client: number;
  /** Number of the request within its client, from 0. */
  readonly index: number;
  readonly sentAt: number;
  /** Seconds from sending. */
  readonly ttft: number;
  readonly endedAt: number;
  readonly tokens: number;
}

/** Seconds to the first token and to the end of an answer. */
export interface Answer {
  readonly ttft: number;
  readonly total: number;
}

/** A server of one run. It gets the requests in the order in which they are sent. */
export type Server = (random: () => number) => (sentAt: number, client: number) => Answer;

/** How a run sends: each client a number of requests, or all of them until a time has passed. */
export interface Load {
  readonly clients: number;
  readonly requests?: number;
  readonly duration?: number;
  /** Seconds over which the starts of the clients are spread. */
  readonly rampUp?: number;
}

/** Tokens per second of the simulated answers, so that long answers have more of them. */
const tokensPerSecond = 50;

export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export function lognormal(median: number, sigma: number): Draw {
  return random => median * Math.exp(sigma * normal(random));
}

/** A random generator for one repetition of a scenario. */
export function generator(seed: number): () => number {
  const random = seededRandom(seedFor(seed, 1));
  // The first draws of neighbouring seeds are correlated.
  for (let i = 0; i < 8; i++) random();
  return random;
}

/** Clients that each wait for their answer before they send again. Requests in the order of sending. */
export function closedLoop(server: Server, load: Load, seed: number): LoopRequest[] {
  const random = generator(seed);
  const answer = server(random);
  const { clients, requests = Number.POSITIVE_INFINITY, duration = Number.POSITIVE_INFINITY } = load;
  const free = Float64Array.from({ length: clients }, (_, i) => ((load.rampUp ?? 0) * i) / clients);
  const sent = new Uint32Array(clients);
  const found: LoopRequest[] = [];
  for (;;) {
    const client = nextClient(free, sent, requests);
    const sentAt = free[client] ?? duration;
    if (client < 0 || sentAt >= duration) return found;
    const { ttft, total } = answer(sentAt, client);
    const index = sent[client] ?? 0;
    const tokens = Math.max(1, Math.round((total - ttft) * tokensPerSecond));
    found.push({ client, index, sentAt, ttft, endedAt: sentAt + total, tokens });
    free[client] = sentAt + total;
    sent[client] = index + 1;
  }
}

/** The client that is free first and has requests left; -1 if there is none. */
function nextClient(free: Float64Array, sent: Uint32Array, requests: number): number {
  let next = -1;
  for (let client = 0; client < free.length; client++) {
    if ((sent[client] ?? 0) >= requests) continue;
    if (next < 0 || (free[client] ?? 0) < (free[next] ?? 0)) next = client;
  }
  return next;
}

/** A server whose answers do not depend on each other; `first` is the time to the first token. */
export function independent(total: Draw, first: Draw = () => 0.1): Server {
  return random => () => {
    const ttft = first(random);
    return { ttft, total: ttft + total(random) };
  };
}

/** A server that works on some requests at a time; the others wait in their order. */
export function slots(count: number, service: Draw): Server {
  return random => {
    const free = new Float64Array(count);
    return sentAt => {
      const slot = free.indexOf(Math.min(...free));
      const begun = Math.max(sentAt, free[slot] ?? 0);
      const took = service(random);
      free[slot] = begun + took;
      return { ttft: begun - sentAt + took / 2, total: begun - sentAt + took };
    };
  };
}

/** A server that reads one prompt at a time and writes answers side by side. */
export function serialPrefill(prefill: Draw, decode: Draw): Server {
  return random => {
    let free = 0;
    return sentAt => {
      free = Math.max(sentAt, free) + prefill(random);
      const ttft = free - sentAt;
      return { ttft, total: ttft + decode(random) };
    };
  };
}
