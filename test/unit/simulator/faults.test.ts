import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { fixed } from '../../../src/simulator/scenario/distribution.ts';
import { type FaultName, faultNames } from '../../../src/simulator/scenario/faults.ts';
import { refusedPort, type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import type { Truth } from '../../../src/simulator/truth/truthLog.ts';
import { exchange, type RawExchange, type RawResponse } from './rawClient.ts';

/** What a client sees of each fault, which is the same in every dialect. */
interface Expected {
  readonly status: number | null;
  readonly end: RawExchange['end'];
  /** Words of the text that the client can read. */
  readonly words: number;
  readonly retryAfter?: string;
}

const words = 8;
const half = words / 2;
const refused = (status: number): Expected => ({ status, end: 'complete', words: 0 });

const streamed: Record<FaultName, Expected> = {
  'http-400': refused(400),
  'http-401': refused(401),
  'http-403': refused(403),
  'http-404': refused(404),
  'http-429': { ...refused(429), retryAfter: '1' },
  'http-500': refused(500),
  overloaded: refused(529),
  'reset-before-headers': { status: null, end: 'reset', words: 0 },
  'reset-mid-stream': { status: 200, end: 'reset', words: half },
  stall: { status: 200, end: 'enough', words: half },
  'malformed-json': { status: 200, end: 'complete', words },
  'error-event': { status: 200, end: 'complete', words: half },
  'slow-headers': { status: 200, end: 'complete', words },
  'truncated-chunk': { status: 200, end: 'closed', words: half },
  'cut-short': { status: 200, end: 'complete', words: half },
  'truncated-event': { status: 200, end: 'complete', words: half },
  'corrupt-event': { status: 200, end: 'complete', words },
  'empty-stream': { status: 200, end: 'complete', words: 0 },
};

/** A broken response that is not streamed has no readable words. */
const whole: Record<FaultName, Expected> = {
  ...streamed,
  'reset-mid-stream': { status: 200, end: 'reset', words: 0 },
  stall: { status: 200, end: 'enough', words: 0 },
  'malformed-json': { status: 200, end: 'complete', words: 0 },
  'error-event': { status: 500, end: 'complete', words: 0 },
  'truncated-chunk': { status: 200, end: 'closed', words: 0 },
  'cut-short': { status: 200, end: 'complete', words: 0 },
  'truncated-event': { status: 200, end: 'complete', words: 0 },
  'corrupt-event': { status: 200, end: 'complete', words: 0 },
};

const dialects = [
  {
    name: 'openai-chat',
    path: '/v1/chat/completions',
    overloaded: 503,
    errorEvent:
      'data: {"error":{"message":"The server had an error while processing your request. Sorry about that!","type":"server_error","param":null,"code":null}}\n\n',
    ending: 'data: [DONE]\n\n',
  },
  {
    name: 'anthropic-messages',
    path: '/v1/messages',
    overloaded: 529,
    errorEvent:
      /^event: error\ndata: {"type":"error","error":{"details":null,"type":"overloaded_error","message":"Overloaded"},"request_id":"req_\w+"}\n\n$/,
    ending: /^event: message_stop\ndata: {"type":"message_stop" *}\n\n$/,
  },
];

/** Counts the scripted word in what a client can parse as JSON. */
function wordsIn({ body, headers, complete }: RawResponse): number {
  if (headers['transfer-encoding'] === 'chunked') return [...body.matchAll(/"\s?word"/g)].length;
  try {
    return complete ? [...JSON.stringify(JSON.parse(body)).matchAll(/\bword\b/g)].length : 0;
  } catch {
    return 0;
  }
}

describe('simulator: faults on the wire', () => {
  let simulator: Simulator;

  before(async () => {
    const quick = { ttft: fixed(0.002), itl: fixed(0.001), text: Array(words).fill('word').join(' ') };
    const slow = [{ fault: 'slow-headers', rate: 1, delay: 0.03 }] as const;
    simulator = await startSimulator({ overrides: quick, scenarios: { 'slow-headers': { faults: slow } } });
  });
  after(() => simulator.close());

  const ask = (path: string, stream: boolean, scenario: string): Promise<RawExchange> =>
    exchange(
      simulator.port,
      {
        path: `/${scenario}${path}`,
        headers: { 'anthropic-version': '2023-06-01' },
        body: { model: 'm', max_tokens: 100, stream, messages: [] },
      },
      response =>
        stream
          ? wordsIn(response) === half && scenario === 'stall'
          : response.body.length > 50 && scenario === 'stall',
    );
  const lastTruth = (): Truth | undefined => simulator.truth().at(-1);

  for (const { name, path, overloaded, errorEvent, ending } of dialects) {
    for (const fault of faultNames) {
      for (const [form, table] of Object.entries({ streamed, whole })) {
        it(`${fault}, ${name}, ${form}`, async () => {
          const expected = table[fault];
          const seen = await ask(path, form === 'streamed', fault);
          assert.deepEqual(
            {
              status: seen.status === overloaded ? 529 : seen.status,
              end: seen.end,
              words: wordsIn(seen),
              ...(seen.headers['retry-after'] ? { retryAfter: seen.headers['retry-after'] } : {}),
            },
            expected,
          );
          const truth = lastTruth();
          assert.deepEqual(
            [truth?.fault, truth?.scenario, truth?.dialect, truth?.tokens],
            [fault, fault, name, expected.words],
          );
          const noAnswer = expected.status !== 200 || fault === 'empty-stream';
          assert.equal(truth?.id === null, noAnswer);
        });
      }
    }

    it(`sends the vendor's error event, ${name}`, async () => {
      const { chunks } = await ask(path, true, 'error-event');
      const last = chunks.at(-1) ?? '';
      if (typeof errorEvent === 'string') assert.equal(last, errorEvent);
      else assert.match(last, errorEvent);
    });

    it(`continues after malformed JSON, and has no final events when cut short, ${name}`, async () => {
      const isEnd = (chunk: string | undefined): boolean =>
        typeof ending === 'string' ? chunk === ending : ending.test(chunk ?? '');
      const malformed = await ask(path, true, 'malformed-json');
      const unreadable = malformed.chunks.filter(chunk => {
        const data = /^data: (.*)$/m.exec(chunk)?.[1] ?? '';
        try {
          JSON.parse(data);
          return false;
        } catch {
          return data !== '[DONE]';
        }
      });
      assert.equal(unreadable.length, 1);
      assert.equal(isEnd(malformed.chunks.at(-1)), true);
      assert.equal(isEnd((await ask(path, true, 'cut-short')).chunks.at(-1)), false);
      assert.deepEqual((await ask(path, true, 'empty-stream')).chunks, []);
    });

    it(`delays headers and tokens, ${name}`, async () => {
      await ask(path, true, 'slow-headers');
      assert.ok((lastTruth()?.ttft ?? 0) >= 0.032);
    });
  }

  it('keeps a stalled connection open until the client leaves', async () => {
    const before = simulator.stats().connections;
    const seen = await ask('/v1/messages', true, 'stall');
    assert.equal(seen.end, 'enough');
    while (simulator.stats().connections > before) await new Promise(setImmediate);
  });

  it('finds a port that refuses connections', async () => {
    const socket = connect(await refusedPort(), '127.0.0.1');
    const [error] = await new Promise<NodeJS.ErrnoException[]>(resolve => {
      socket.on('error', (...errors) => resolve(errors));
    });
    assert.equal(error?.code, 'ECONNREFUSED');
  });
});
