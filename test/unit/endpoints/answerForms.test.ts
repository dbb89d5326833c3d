import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { Player, type Recording, streamed, whole } from './support/replay.ts';

const body =
  '{"id":"c","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}';
const events =
  'data: {"id":"c","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]}\n\ndata: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';
const page = '<!doctype html><html><head><title>One API</title></head><body></body></html>';

async function play(recording: Recording) {
  return (await Player.for({ kind: 'openai-chat', model: 'm' })).play(recording);
}

const typed = (type: string, text: string) =>
  whole(text, { headers: type === '' ? [] : [`content-type: ${type}`] });

describe('an answer', () => {
  for (const type of ['application/json', 'text/plain', 'text/html', '']) {
    it(`is read as events if it begins like them, as ${type || 'no type'}`, async () => {
      for (const before of ['', ': ready\n\n', 'event: x\n', '\ufeff', '\n']) {
        const { response, trace } = await play(typed(type, before + events));
        assert.deepEqual([response.response_text, response.error, trace.ttft], ['Hi', null, 0.01]);
      }
    });
  }

  for (const type of ['text/event-stream', 'text/plain', '']) {
    it(`is read as one body if it is JSON, as ${type || 'no type'}`, async () => {
      const { response, trace } = await play(typed(type, body));
      assert.deepEqual([response.response_text, response.error], ['Hi', null]);
      assert.deepEqual([trace.ttft, trace.ttlt], [null, 0.01]);
    });
  }

  it('shows the error in a JSON body that came as an event stream', async () => {
    const { response } = await play(
      typed(
        'text/event-stream',
        '{"error":{"message":"The engine is dead, restart the server.","code":500}}',
      ),
    );
    assert.match(response.error ?? '', /The engine is dead, restart the server\./);
  });

  it('accepts NaN in a body', async () => {
    const scored = body.replace(
      '"index":0',
      '"index":0,"logprobs":{"content":[{"logprob":-Infinity},{"logprob":NaN}]}',
    );
    assert.deepEqual((await play(typed('application/json', scored))).response.response_text, 'Hi');
  });

  it('that is a web page says so, and what to check', async () => {
    for (const type of ['text/html; charset=utf-8', 'text/event-stream']) {
      const { response, trace } = await play(typed(type, `\n${page}`));
      assert.match(response.error ?? '', /web page \(.*\): check the base URL.*sign-in/);
      assert.equal(trace.reason, 'protocol');
    }
  });

  it('of JSON lines says so', async () => {
    const line = '{"model":"m","message":{"role":"assistant","content":"Hi"},"done":false}\n';
    const { response } = await play(typed('application/x-ndjson', line + line));
    assert.match(response.error ?? '', /lines of JSON \(NDJSON\).*base URL/);
  });

  it('without a body names a status that is not 200', async () => {
    const { response } = await play(whole('', { status: '202 Accepted', headers: [] }));
    assert.match(response.error ?? '', /status 202 and no body/);
  });

  it('that stops in the middle of its JSON points at Content-Length', async () => {
    const text = body.replace('Hi', 'Größe äöüß');
    const [{ bytes }] = whole(text) as [Recording[number]];
    const short = Buffer.from(
      bytes.toString('latin1').replace(/content-length: \d+/, `content-length: ${text.length}`),
      'latin1',
    );
    const { response } = await play([{ bytes: short, at: 10 }]);
    assert.match(response.error ?? '', new RegExp(`after the ${text.length} bytes of its Content-Length`));
  });

  it('is complete if its JSON is, even if the connection fails afterwards', async () => {
    const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n';
    const framed = (text: string) => Buffer.from(`${head}${text.length.toString(16)}\r\n${text}\r\n`);
    const { response } = await play([{ bytes: framed(body), at: 10 }]);
    assert.deepEqual([response.response_text, response.error], ['Hi', null]);
    const { trace } = await play([{ bytes: framed(body.slice(0, -1)), at: 10 }]);
    assert.equal(trace.reason, 'interrupted');
  });

  it('whatever bytes its headers have, is read or named as unreadable', async () => {
    const player = await Player.for({ kind: 'openai-chat', model: 'm' });
    const bytes = fc.string({
      unit: fc.integer({ min: 0, max: 255 }).map(code => String.fromCharCode(code)),
    });
    const known = fc.constantFrom(
      'retry-after',
      'content-type',
      'content-encoding',
      'location',
      'keep-alive',
      'x-request-id',
      'connection',
      'x-litellm-attempted-retries',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.oneof(bytes, known), bytes), { maxLength: 4 }),
        fc.constantFrom('200 OK', '302 Found', '429 Too Many Requests', '503 Service Unavailable'),
        async (headers, status) => {
          const lines = headers.map(
            ([name, value]) => `${name.replace(/[\r\n:]/g, '') || 'x'}: ${value.replace(/[\r\n]/g, '')}`,
          );
          const [{ bytes: read }] = whole(body, { status, headers: lines }) as [Recording[number]];
          const recording = [{ bytes: Buffer.from(read.toString('utf8'), 'latin1'), at: 10 }];
          assert.doesNotThrow(() => player.exchange(recording).retryable);
          const { response } = await player.playUnpacked(recording);
          assert.equal(response.error === null, status === '200 OK');
        },
      ),
      { numRuns: 200 },
    );
  });

  it('with headers that no client accepts is read, refusals as well', async () => {
    const odd = ['X Rate (Limit): 1', '__proto__: x', 'x-bytes: \u00e4\u0000', 'retry-after: \u0001'];
    const recording = whole('{"error":{"message":"slow down"}}', {
      status: '429 Too Many Requests',
      headers: odd,
    });
    const player = await Player.for({ kind: 'openai-chat', model: 'm' });
    assert.deepEqual(player.exchange(recording).retryable, { after: null });
    const { response, trace } = player.play(recording);
    assert.deepEqual([trace.reason, trace.httpStatus], ['rateLimit', 429]);
    assert.match(response.error ?? '', /429 .*slow down/);
    const answer = await play(whole(body, { headers: odd }));
    assert.equal(answer.response.response_text, 'Hi');
    const stream = await play(streamed(events));
    assert.equal(stream.response.response_text, 'Hi');
  });
});
