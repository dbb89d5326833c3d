/** When requests were on their way, by request; NaN = not known. Seconds on one clock. */
export interface RequestTimes {
  /** The client that sent the request; NaN for all if the run did not record it. */
  readonly client: ArrayLike<number>;
  readonly sentAt: ArrayLike<number>;
  readonly endedAt: ArrayLike<number>;
}

/** The time in which all clients of a run were at work, and the requests that tell its rates. */
export interface SteadyWindow {
  readonly clients: number;
  /** The last client's first request, and the end of the first client's last one. */
  readonly from: number;
  readonly to: number;
  /** Requests in flight, averaged over the window. */
  readonly inFlight: number;
  /** Requests sent in the window, without the first of each client, in the order of sending: their indices. */
  readonly requests: Uint32Array;
  /** Seconds from sending each of them until its client sent the next one, or was done. */
  readonly cycles: Float64Array;
}

/** With fewer requests, a rate says little. There must also be one for each client. */
const fewestRequests = 8;

/** Requests that outlast the window may take up to this share of all cycles before they are shortened. */
const toleratedExcess = 0.1;

/**
 * Finds the time in which all clients were at work: before it some have not begun, after it some have nothing
 * left to send. Null if there is none, or if more than `most` clients were at work.
 */
export function steadyWindow(recorded: RequestTimes, most = Number.POSITIVE_INFINITY): SteadyWindow | null {
  const { sentAt, endedAt } = recorded;
  const order = Uint32Array.from({ length: sentAt.length }, (_, i) => i)
    .filter(i => Number.isFinite(sentAt[i]) && Number.isFinite(endedAt[i]))
    .sort((a, b) => at(sentAt, a) - at(sentAt, b));
  const client = clientsOf(recorded, order);
  const times = { client, sentAt, endedAt };
  const first = new Map<number, number>();
  const ends = new Map<number, number>();
  for (const i of order) {
    const one = at(client, i);
    if (!first.has(one)) first.set(one, i);
    ends.set(one, Math.max(at(endedAt, i), ends.get(one) ?? Number.NEGATIVE_INFINITY));
  }
  const from = max([...first.values()].map(i => at(sentAt, i)));
  const to = -max([...ends.values()].map(end => -end));
  if (first.size === 0 || first.size > most || to <= from) return null;
  const requests = order.filter(i => {
    const sent = at(sentAt, i);
    return sent >= from && sent < to && first.get(at(client, i)) !== i;
  });
  return {
    ...{ clients: first.size, from, to, requests },
    inFlight: inFlightOf(times, order, from, to),
    cycles: cyclesOf(times, order, requests),
  };
}

/** Clients that have more in flight do not wait for their answers, as the rate assumes. */
const mostPerClient = 1.1;

/** The window must last at least this many times the cycle of a request that counts. */
const cyclesInWindow = 1.5;

/**
 * An amount per second while all clients are at work: clients x amounts / cycles, which is Little's law. Each
 * request counts with its whole cycle, even if that ends after the window. By Wald's identity, this is not
 * biased by clients that start together or by long answers at the end; counting what ends in the window would
 * be. The first request of each client meets an emptier server, so it does not count. Null for a single
 * client, which is never idle while others work, and if the window is too short to tell.
 *
 * Answers that last longer than the window tell little of it: if they take much of the time, they count with
 * the length of the window.
 */
export function steadyRate(window: SteadyWindow, amount: (index: number) => number): number | null {
  const { clients, requests, from, to, inFlight } = window;
  if (inFlight > clients * mostPerClient) return null;
  if (clients < 2 || requests.length < Math.max(clients, fewestRequests)) return null;
  const cycles = countedCycles(window);
  let time = 0;
  let total = 0;
  const contributed = { time: 0, requests: 0 };
  requests.forEach((i, k) => {
    const cycle = cycles[k] ?? 0;
    const one = Math.max(0, amount(i) || 0);
    time += cycle;
    total += one;
    if (one === 0) return;
    contributed.time += cycle;
    contributed.requests += 1;
  });
  const long = (to - from) * contributed.requests >= cyclesInWindow * contributed.time;
  return long && contributed.time > 0 ? (clients * total) / time : null;
}

/** The cycles that rates count. */
export function countedCycles({ cycles, from, to }: SteadyWindow): Float64Array {
  const length = to - from;
  const shortened = cycles.map(cycle => Math.min(cycle, length));
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  return sum(shortened) < sum(cycles) * (1 - toleratedExcess) ? shortened : cycles;
}

/**
 * The clients as recorded. If they are not, each request goes to the client that became free last: clients in
 * a closed loop send again at once.
 */
function clientsOf({ client, sentAt, endedAt }: RequestTimes, order: Uint32Array): ArrayLike<number> {
  if (order.some(i => Number.isFinite(client[i]))) return client;
  const assigned = new Float64Array(sentAt.length);
  const freeAt: number[] = [];
  for (const i of order) {
    const sent = at(sentAt, i);
    let latest = -1;
    for (let one = 0; one < freeAt.length; one++) {
      if (at(freeAt, one) <= sent && (latest < 0 || at(freeAt, one) > at(freeAt, latest))) latest = one;
    }
    const one = latest < 0 ? freeAt.length : latest;
    assigned[i] = one;
    freeAt[one] = at(endedAt, i);
  }
  return assigned;
}

function inFlightOf({ sentAt, endedAt }: RequestTimes, order: Uint32Array, from: number, to: number): number {
  let busy = 0;
  for (const i of order) {
    busy += Math.max(0, Math.min(at(endedAt, i), to) - Math.max(at(sentAt, i), from));
  }
  return busy / (to - from);
}

function cyclesOf(
  { client, sentAt, endedAt }: RequestTimes,
  order: Uint32Array,
  requests: Uint32Array,
): Float64Array {
  const next = new Map<number, number>();
  const cycles = new Map<number, number>();
  for (const i of order.toReversed()) {
    const one = at(client, i);
    const sent = at(sentAt, i);
    cycles.set(i, Math.max(0, (next.get(one) ?? at(endedAt, i)) - sent));
    next.set(one, sent);
  }
  return Float64Array.from(requests, i => cycles.get(i) ?? 0);
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? Number.NaN;
}

function max(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}
