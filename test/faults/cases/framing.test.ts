import assert from 'node:assert/strict';
import { once } from 'node:events';
import { constants, createDeflateRaw, createGzip, type Gzip } from 'node:zlib';
import { withLateness } from '../lateness.ts';
import { body, data, delta, done, good, message, say, sse, stream, tail, usage, words } from './chat.ts';
import type { Exchange } from './exchange.ts';
import { complete, failed, itIsRight, outcomeOf, type WireCase } from './wireCase.ts';

const html =
  '<!doctype html><html lang="en"><head><title>One API</title></head><body><div id="root"></div></body></html>';
const slowDown = { error: { message: 'slow down', type: 'rate_limit' } };
const tooMany = (exchange: Exchange) =>
  body('429 Too Many Requests', slowDown, { 'Content-Type': 'application/json', 'X Rate (Limit)': '1' })(
    exchange,
  );

/** A stream whose bytes go through a compressor that is flushed after each event. */
function compressed(coding: string, create: () => Gzip, count: number): WireCase['answer'] {
  return async exchange => {
    exchange.head('200 OK', { ...sse, 'Content-Encoding': coding });
    const compressor = create();
    compressor.on('data', bytes => exchange.chunk(bytes));
    const put = async (text: string) => {
      compressor.write(text);
      await new Promise<void>(resolve => compressor.flush(constants.Z_SYNC_FLUSH, resolve));
    };
    for (let i = 0; i < count; i++) {
      // The answers differ, so that each needs decompression of its own.
      const content = words[i] ?? ` w${i}`;
      await exchange.generated(
        data(delta({ content }, {}, { request: exchange.request.number })),
        text => void put(String(text)),
      );
    }
    await put(data(delta({}, { finish_reason: 'stop' })) + data(usage(7, count)) + done);
    compressor.end();
    await once(compressor, 'end');
    exchange.end();
  };
}

describe('how servers frame, encode and name their answers', () => {
  itIsRight([
    {
      name: 'events with the content type of JSON',
      source: 'vllm#47526, vllm-ascend#6985',
      right: 'complete',
      answer: good({ ...sse, 'Content-Type': 'application/json' }),
      check: outcome => {
        complete()(outcome);
        for (const { trace } of outcome.records) assert.ok(trace?.ttft != null);
      },
    },
    {
      name: 'one JSON body where a stream was asked for',
      source: 'tinyagents#56, mistral-vibe#619',
      right: 'complete, no TTFT, and a note',
      answer: body('200 OK', message('Hello big world'), { 'Content-Type': 'application/json' }),
      check: outcome => {
        complete({ says: ['not-streamed'] })(outcome);
        for (const { trace } of outcome.records) assert.equal(trace?.ttft, null);
      },
    },
    {
      name: 'one JSON body with the content type of events',
      source: '9router#3301',
      right: 'the text is read, no TTFT',
      answer: stream(exchange => exchange.chunk(JSON.stringify(message('Hello big world')))),
      check: complete({ says: ['not-streamed'] }),
    },
    {
      name: 'one JSON body without a content type',
      right: 'the text is read, no TTFT',
      answer: body('200 OK', message('Hello big world')),
      check: complete({ says: ['not-streamed'] }),
    },
    {
      name: 'events where none were asked for',
      source: 'unsloth#6570, mini-sglang#51',
      right: 'the text is read',
      endpoint: { kind: 'openai-chat', stream: false },
      answer: good(),
      check: complete(),
    },
    {
      name: 'a web page with status 200',
      source: 'openclaw#84697, openinterpreter#115, NextChat#3814',
      right: 'an error that says: a web page, check the base URL',
      answer: body('200 OK', html, { 'Content-Type': 'text/html; charset=utf-8' }),
      check: failed('protocol', /web page/, /base URL/),
    },
    {
      name: 'an error of another shape with status 200',
      source: 'Baidu',
      right: 'a failure in the server’s words',
      answer: body(
        '200 OK',
        { error_code: 17, error_msg: 'Open api daily request limit reached' },
        { 'Content-Type': 'application/json' },
      ),
      check: failed('provider', /Open api daily request limit reached/),
    },
    {
      name: 'status 202 without a body',
      source: 'NVIDIA NVCF',
      right: 'an error that says 202',
      answer: exchange => exchange.head('202 Accepted', { 'Content-Length': 0, 'NVCF-REQID': 'abc' }),
      check: failed('protocol', /202/),
    },
    {
      name: 'deflate without its header',
      source: 'IIS and others',
      right: 'complete',
      answer: compressed('deflate', createDeflateRaw, 3),
      check: complete(),
    },
    {
      name: 'gzip said but not done',
      right: 'complete',
      answer: good({ ...sse, 'Content-Encoding': 'gzip' }),
      check: complete(),
    },
    {
      name: '"none" as content coding',
      source: 'the Next.js docs',
      right: 'complete',
      answer: good({ ...sse, 'Content-Encoding': 'none' }),
      check: complete(),
    },
    {
      name: 'a reset behind [DONE] of a body without a length',
      right: 'complete',
      answer: async exchange => {
        exchange.head('200 OK', { 'Content-Type': 'text/event-stream', Connection: 'close' });
        for (const content of words) {
          await exchange.generated(data(delta({ content })), bytes => exchange.raw(bytes));
        }
        await new Promise(resolve => exchange.socket.write(tail, resolve));
        exchange.socket.resetAndDestroy();
      },
      check: ({ records }) => {
        // The reset may overtake bytes that the client has not read. Then the answer is not complete.
        for (const { response, trace } of records) {
          if (response.error === null) assert.equal(response.response_text, 'Hello big world');
          else assert.equal(trace?.reason, 'interrupted');
        }
      },
    },
    {
      name: 'a body left open after [DONE]',
      source: 'proxies',
      right: 'ended at [DONE], and a note',
      answer: async exchange => {
        exchange.head('200 OK', sse);
        await say(exchange);
        exchange.chunk(tail);
      },
      check: complete({ says: ['unended-answers'] }),
    },
    {
      name: 'a Content-Length of characters instead of bytes',
      right: 'an error that names Content-Length',
      answer: exchange => {
        const text = JSON.stringify(message('Größe äöüß'));
        exchange.head('200 OK', { 'Content-Type': 'application/json', 'Content-Length': text.length });
        exchange.raw(text);
      },
      check: failed('protocol', /Content-Length/),
    },
    {
      name: 'a header folded over two lines',
      right: 'complete',
      answer: exchange => {
        exchange.raw('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nX-Policy: a\r\n b\r\n');
        exchange.raw('Transfer-Encoding: chunked\r\n\r\n');
        for (const content of words) exchange.chunk(data(delta({ content })));
        exchange.chunk(tail);
        exchange.end();
      },
      check: complete(),
    },
    {
      name: 'a header name that is no token, with a 429',
      right: 'a rate limit in the server’s words',
      answer: tooMany,
      check: failed('rateLimit', /^429 slow down/),
    },
    {
      name: 'the same with a retry',
      right: 'sent again, then the rate limit',
      retries: 1,
      answer: tooMany,
      check: outcome => {
        failed('rateLimit', /^429 slow down/)(outcome);
        assert.deepEqual([outcome.exchanges.length, outcome.records[0]?.response.retries], [2, 1]);
      },
    },
  ]);

  it('a long compressed stream does not delay the times of others', async () => {
    const { result: outcome, bound } = await withLateness(() =>
      outcomeOf({ requests: 1, clients: 4, answer: compressed('gzip', createGzip, 300) }),
    );
    const sent = outcome.exchanges.map(({ first }) => (first ?? Number.NaN) / 1000).sort((a, b) => a - b);
    const measured = outcome.records.map(({ trace }) => trace?.ttft ?? Number.NaN).sort((a, b) => a - b);
    for (const [i, ttft] of measured.entries()) {
      assert.ok(Math.abs(ttft - (sent[i] as number)) < bound, `${ttft}: ${sent[i]}`);
    }
    for (const { response } of outcome.records) assert.equal(response.num_tokens_output, 300);
  });
});
