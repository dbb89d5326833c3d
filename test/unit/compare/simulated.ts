import { seededRandom } from '../../../src/core/base/random.ts';
import type { Sample, SampleFacts } from '../../../src/core/compare/sample.ts';
import { sampleOf } from '../../../src/core/compare/sample.ts';
import type { MeasuredRequest } from '../../../src/core/request/measuredRequest.ts';
import { response, trace } from '../metrics/samples.ts';

export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Draws from a lognormal distribution. */
export function lognormal(median: number, sigma: number) {
  return (random: () => number) => median * Math.exp(sigma * normal(random));
}

export const runStart = Date.UTC(2026, 0, 1, 12);

export interface Simulated {
  readonly name?: string;
  readonly seed?: number;
  readonly n?: number;
  readonly clients?: number;
  /** Seconds after `runStart`. */
  readonly startsAt?: number;
  /** Seconds to the first token, by request. */
  readonly ttft: (random: () => number, at: number) => number;
  /** Seconds from the first token to the last. */
  readonly decode?: number;
  readonly errorShare?: number;
  readonly facts?: Partial<SampleFacts>;
  readonly change?: (request: MeasuredRequest, index: number) => MeasuredRequest;
}

/**
 * Requests of clients that each wait for their response: 41 tokens, the last `decode` seconds after the
 * first.
 */
export function simulatedRequests(run: Simulated): MeasuredRequest[] {
  const random = seededRandom(run.seed ?? 1);
  // The first draws of neighbouring seeds are correlated.
  for (let i = 0; i < 8; i++) random();
  const free = new Float64Array(run.clients ?? 1);
  return Array.from({ length: run.n ?? 500 }, (_, i) => {
    const client = free.indexOf(Math.min(...free));
    const sentAt = free[client] ?? 0;
    const ttft = run.ttft(random, sentAt);
    const ttlt = ttft + (run.decode ?? 0.4);
    const failed = random() < (run.errorShare ?? 0);
    free[client] = sentAt + ttlt;
    const request: MeasuredRequest = {
      response: response({
        id: `${i}`,
        input_prompt: 'Tell me.',
        input_payload: { max_tokens: 64 },
        num_tokens_output: 41,
        num_tokens_input_cached: 0,
        retries: 0,
        error: failed ? 'refused' : null,
        request_time: runStart + ((run.startsAt ?? 0) + sentAt) * 1000,
      }),
      trace: trace({
        id: `${i}`,
        client,
        sentAt,
        intendedAt: sentAt,
        endedAt: sentAt + ttlt,
        ttft,
        ttftAny: ttft,
        ttlt,
        tpot: (ttlt - ttft) / 40,
        reason: failed ? 'server' : null,
      }),
    };
    return run.change?.(request, i) ?? request;
  });
}

export function factsOf(run: Pick<Simulated, 'name' | 'clients' | 'facts'>): SampleFacts {
  return {
    name: run.name ?? 'run',
    clients: run.clients ?? 1,
    stream: true,
    transport: 'http/1.1',
    diagnostics: [],
    partial: null,
    ...run.facts,
  };
}

/** A run of a simulated endpoint as a sample. */
export function simulatedSample(run: Simulated): Sample {
  return sampleOf(simulatedRequests(run), factsOf(run));
}
