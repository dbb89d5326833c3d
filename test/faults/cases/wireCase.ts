import assert from 'node:assert/strict';
import type { ErrorReason } from '../../../src/core/base/errors.ts';
import type { JsonObject } from '../../../src/core/base/jsonValue.ts';
import { type EndpointConfigInput, endpointConfigSchema } from '../../../src/endpoints/kinds.ts';
import { createEndpoint } from '../../../src/endpoints/registry.ts';
import { HttpTransport } from '../../../src/endpoints/transport/httpTransport.ts';
import { RetryingEndpoint } from '../../../src/measure/run/retrying.ts';
import { systemClock } from '../../../src/measure/run/systemClock.ts';
import { secretsOf } from '../../transcripts/transcript.ts';
import { type RunRecords, runAll } from '../../unit/endpoints/support/runs.ts';
import { type Answer, type Exchange, startExchanges } from './exchange.ts';

/** What a run against the case's server gave. */
export interface Outcome extends RunRecords {
  exchanges: Exchange[];
  connections: number;
}

/** A server and the requests that it gets. */
interface Scene {
  endpoint?: Partial<EndpointConfigInput> & { kind: EndpointConfigInput['kind'] };
  /** What follows the server's address in the base URL. */
  path?: string;
  payload?: JsonObject;
  requests?: number;
  clients?: number;
  retries?: number;
  answer: Answer;
}

/** What a server, a gateway or a proxy was reported to do, and what is right then. */
export interface WireCase extends Scene {
  name: string;
  /** Where it was reported. */
  source?: string;
  right: string;
  check: (outcome: Outcome) => void;
}

/** One test for each case: a real run over a socket. */
export function itIsRight(cases: readonly WireCase[]): void {
  for (const one of cases) {
    it(`${one.name}: ${one.right}`, async () => one.check(await outcomeOf(one)));
  }
}

/** Runs against the scene's server. */
export async function outcomeOf({
  endpoint,
  path,
  payload,
  answer,
  retries = 0,
  ...one
}: Scene): Promise<Outcome> {
  const { server, exchanges } = await startExchanges(answer);
  try {
    const config = {
      kind: 'openai-chat',
      model: 'm',
      baseUrl: `http://127.0.0.1:${server.port}${path ?? pathOf(endpoint?.kind)}`,
      ...endpoint,
    } as EndpointConfigInput;
    const connected = await createEndpoint(
      endpointConfigSchema.parse(config),
      secretsOf(config),
      new HttpTransport({ clock: systemClock, environment: {} }),
      systemClock,
    );
    const { requests = 1, clients = 1 } = one;
    const run = await runAll({
      endpoint: retries > 0 ? new RetryingEndpoint(connected, retries) : connected,
      requests,
      clients,
      timeout: 20,
      ...(payload && { payloads: [payload] }),
    });
    assert.equal(run.records.length, requests * clients);
    return { ...run, exchanges, connections: server.connections };
  } finally {
    await server.close();
  }
}

function pathOf(kind: EndpointConfigInput['kind'] = 'openai-chat'): string {
  if (kind === 'google-gemini') return '/v1beta';
  return ['openai-chat', 'openai-responses', 'litellm'].includes(kind) ? '/v1' : '';
}

interface Expected {
  /** null where the answer has none. */
  text?: string | null;
  input?: number;
  output?: number;
  /** Diagnostics that must be there. */
  says?: readonly string[];
  /** Diagnostics that must not be there. */
  silent?: readonly string[];
}

/** Every answer was complete, with this text and these counts from the provider's usage. */
export function complete(expected: Expected = {}): WireCase['check'] {
  const { text = 'Hello big world', input = 7, output = 3, says = [], silent = [] } = expected;
  return ({ records, result }) => {
    for (const { response, trace } of records) {
      assert.equal(response.error, null);
      assert.equal(response.response_text, text);
      assert.deepEqual([response.num_tokens_input, response.num_tokens_output], [input, output]);
      assert.equal(trace?.tokenSourceOutput, 'usage');
      if (text !== null && trace?.ttft != null) assert.ok(trace.ttft <= (trace.ttlt ?? 0));
    }
    const ids = result.diagnostics.map(({ id }) => id);
    for (const id of says) assert.ok(ids.includes(id), `${id} is missing: ${ids.join()}`);
    for (const id of silent) assert.ok(!ids.includes(id), `${id} was reported`);
  };
}

/** Every request failed for `reason`, in these words. */
export function failed(reason: ErrorReason, ...words: readonly RegExp[]): WireCase['check'] {
  return ({ records }) => {
    for (const { response, trace } of records) {
      assert.equal(trace?.reason, reason, response.error ?? 'no error');
      for (const word of words) assert.match(response.error ?? '', word);
      assert.doesNotMatch(response.error ?? '', /<\/?[a-z][^>]*>|[\r\n]/i);
    }
  };
}
