import { performance } from 'node:perf_hooks';
import type { Clock } from '../core/base/clock.ts';
import { quantile } from '../core/stats/percentiles.ts';
import type { Endpoint } from '../endpoints/contract/endpoint.ts';
import type { EndpointIdentity } from '../endpoints/contract/identity.ts';
import { ClientLoop, type Outcome } from './run/clientLoop.ts';
import type { SelfCheck } from './run/environment.ts';
import { recordsOf } from './run/requestRecords.ts';

/** The true times of one request at the server, in seconds from the last byte that it read. */
export interface ServerTruth {
  id: string | null;
  ttft: number | null;
  ttlt: number | null;
}

/** A local server that answers like the endpoint's provider and knows the true times. */
export interface KnownServer {
  endpoint: Endpoint;
  truth(): Promise<readonly ServerTruth[]>;
}

const clients = 8;
/** Requests that each client sends before anything counts: they open connections and warm up the code. */
const warmup = 3;
/** How long the check measures, milliseconds. */
const length = 80;
const timeout = 2000;
/** Minimum number of requests per client, for a machine that is too busy to send more in time. */
const fewest = 2;
/** With fewer times the check fails. */
const fewestSamples = 20;

/** Measures the known server like a run, for about a tenth of a second; null if that failed. */
export async function checkSelf({ endpoint, truth }: KnownServer, clock: Clock): Promise<SelfCheck | null> {
  const outcomes: Outcome[] = [];
  const payload = endpoint.createPayload('Self-check', { maxTokens: 16 });
  const loops = Array.from(
    { length: clients },
    (_, client) =>
      new ClientLoop({
        client,
        endpoint,
        payloads: [payload],
        order: Uint32Array.of(0),
        warmupPayload: null,
        timeout,
        callbacks: [],
        now: clock.now,
        wall: clock.wall,
        onSent: () => {},
        onOutcome: outcome => outcomes.push(outcome),
      }),
  );
  await Promise.all(loops.map(loop => loop.run('warmup', warmup, Number.POSITIVE_INFINITY)));
  const deadline = clock.now() + length;
  const before = performance.eventLoopUtilization();
  await Promise.all(
    loops.map(async loop => {
      await loop.run('measure', fewest, Number.POSITIVE_INFINITY);
      await loop.run('measure', Number.POSITIVE_INFINITY, deadline);
    }),
  );
  return compare(
    endpoint.identity,
    outcomes,
    await truth(),
    () => performance.eventLoopUtilization(before).active,
  );
}

/** `working` returns the milliseconds that this thread has worked since the first measured request. */
function compare(
  { visibleTokensOnly }: EndpointIdentity,
  outcomes: readonly Outcome[],
  truths: readonly ServerTruth[],
  working: () => number,
): SelfCheck | null {
  const byId = new Map(truths.map(truth => [truth.id, truth]));
  const errors: number[] = [];
  let events = 0;
  for (const outcome of outcomes) {
    const { response, trace } = recordsOf(outcome, { visibleTokensOnly, runStart: 0, redact: text => text });
    const truth = byId.get(response.id);
    if (outcome.phase !== 'measure' || trace === null || response.error !== null || !truth) continue;
    events += trace.chunks;
    if (trace.ttft !== null && truth.ttft !== null) errors.push(trace.ttft - truth.ttft);
    if (trace.ttlt !== null && truth.ttlt !== null) errors.push(trace.ttlt - truth.ttlt);
  }
  if (errors.length < fewestSamples) return null;
  const sorted = Float64Array.from(errors).sort();
  return {
    stampErrorP50: quantile(sorted, 0.5),
    stampErrorP99: quantile(sorted, 0.99),
    eventsPerSecond: (events * 1000) / working(),
    samples: errors.length,
  };
}
