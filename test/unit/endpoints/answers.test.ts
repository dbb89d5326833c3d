import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import {
  brotliCompressSync,
  createBrotliCompress,
  createDeflate,
  createGzip,
  deflateSync,
  gzipSync,
} from 'node:zlib';
import type { EndpointConfigInput } from '../../../src/endpoints/kinds.ts';
import { Player, type Recording, type Replayed, streamed, whole } from './support/replay.ts';

const kinds = {
  'openai-chat': {
    text: (word: string) =>
      `data: {"id":"c1","choices":[{"index":0,"delta":{"content":"${word}"},"finish_reason":null}]}\n\n`,
    end: 'data: {"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
    body: '{"id":"c1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}',
    error: 'event: error\ndata: {"error":{"message":"Out of memory","type":"server_error","code":500}}\n\n',
  },
  'anthropic-messages': {
    text: (word: string) =>
      `event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"${word}"}}\n\n`,
    end: 'event: message_stop\ndata: {"type":"message_stop"}\n\n',
    body: '{"id":"c1","type":"message","role":"assistant","content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn"}',
    error: 'event: error\ndata: {"error":{"message":"Out of memory","type":"api_error"}}\n\n',
  },
  'openai-responses': {
    text: (word: string) =>
      `event: response.output_text.delta\ndata: {"type":"response.output_text.delta","delta":"${word}"}\n\n`,
    end: 'event: response.completed\ndata: {"type":"response.completed","response":{"id":"c1","status":"completed"}}\n\n',
    body: '{"id":"c1","object":"response","status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"Hello"}]}]}',
    error: 'event: error\ndata: {"error":{"message":"Out of memory","type":"server_error","code":500}}\n\n',
  },
  'google-gemini': {
    text: (word: string) =>
      `data: {"candidates": [{"content": {"parts": [{"text": "${word}"}]}}],"responseId": "c1"}\r\n\r\n`,
    end: 'data: {"candidates": [{"finishReason": "STOP"}],"responseId": "c1"}\r\n\r\n',
    body: '{"candidates":[{"content":{"parts":[{"text":"Hello"}]},"finishReason":"STOP"}],"responseId":"c1"}',
    error: 'data: {"error": {"message": "Out of memory","code": 500}}\r\n\r\n',
  },
} as const;

for (const kind of Object.keys(kinds) as (keyof typeof kinds)[]) {
  const { text, end, body, error } = kinds[kind];
  const play = async (recording: Recording, stream = true): Promise<Replayed> =>
    (await Player.for({ kind, model: 'm', stream } as EndpointConfigInput)).playUnpacked(recording);
  const told = ({ response, trace }: Replayed) => ({
    text: response.response_text,
    error: response.error,
    reason: trace.reason,
    status: trace.httpStatus,
  });

  describe(`answers to ${kind}`, () => {
    it('decompresses a stream that was compressed unasked, and keeps the stamp of each piece', async () => {
      const plain = await play(streamed(text('a'), text('b') + text('c'), text('d'), end));
      for (const encoding of ['gzip', 'br', 'deflate'] as const) {
        const pieces = [text('a'), text('b') + text('c'), text('d'), end];
        const { response, trace } = await play(await compressedStream(encoding, pieces));
        const id = plain.response.id;
        assert.deepEqual({ response: { ...response, id }, trace: { ...trace, id } }, plain);
      }
      assert.deepEqual(
        [plain.response.response_text, plain.trace.ttft, plain.trace.gaps],
        ['abcd', 0.02, [0.01, 0, 0.01]],
      );
    });

    it('decompresses a whole body and a refusal', async () => {
      const headers = (encoding: string) => [
        'content-type: application/json',
        `Content-Encoding: ${encoding}`,
      ];
      for (const [encoding, bytes] of [
        ['gzip', gzipSync(body)],
        ['x-gzip', gzipSync(body)],
        ['GZip', gzipSync(body)],
        ['deflate', deflateSync(body)],
        ['br', brotliCompressSync(body)],
        ['identity', Buffer.from(body)],
      ] as const) {
        assert.equal(
          (await play(whole(bytes, { headers: headers(encoding) }), false)).response.response_text,
          'Hello',
        );
      }
      const refusal = gzipSync('{"type":"error","error":{"type":"x","message":"No such thing"}}');
      const refused = await play(whole(refusal, { status: '404 Not Found', headers: headers('gzip') }));
      assert.match(refused.response.error ?? '', /404.*No such thing/);
    });

    it('reports a body that it cannot decompress as unreadable, and a refusal by its status', async () => {
      const compressed = (encoding: string, status = '200 OK') =>
        whole('not compressed at all', {
          status,
          headers: ['content-type: application/json', `content-encoding: ${encoding}`],
        });
      for (const stream of [true, false]) {
        const corrupt = await play(compressed('gzip'), stream);
        assert.equal(corrupt.trace.reason, 'protocol');
        const unknown = await play(compressed('zstd'), stream);
        assert.equal(unknown.trace.reason, 'protocol');
        assert.match(unknown.response.error ?? '', /content-encoding: zstd/);
        const refused = await play(compressed('gzip', '503 Service Unavailable'), stream);
        assert.deepEqual([refused.trace.reason, refused.trace.httpStatus], ['overloaded', 503]);
        assert.match(refused.response.error ?? '', /503/);
      }
    });

    it('reads one body instead of the requested stream, without inventing a time to first token', async () => {
      const { response, trace } = await play(whole(body));
      assert.deepEqual(told({ response, trace }), { text: 'Hello', error: null, reason: null, status: 200 });
      assert.deepEqual(
        [response.time_to_first_token, response.time_to_last_token, trace.ttft, trace.ttlt],
        [null, 0.01, null, 0.01],
      );
    });

    it('reads a stream instead of the requested body, without a time to first token', async () => {
      const { response, trace } = await play(streamed(text('a'), text('b'), end), false);
      assert.deepEqual(told({ response, trace }), { text: 'ab', error: null, reason: null, status: 200 });
      assert.deepEqual([trace.ttft, trace.ttlt], [null, 0.05]);
    });

    it('treats an answer without any bytes as an error', async () => {
      for (const stream of [true, false]) {
        const empty = await play(whole('', { headers: ['content-type: text/event-stream'] }), stream);
        assert.deepEqual(
          [empty.response.response_text, empty.trace.reason],
          [null, stream ? 'interrupted' : 'protocol'],
        );
        assert.notEqual(empty.response.error, '');
        const none = await play([{ bytes: Buffer.from('HTTP/1.1 204 No Content\r\n\r\n'), at: 10 }], stream);
        assert.notEqual(none.response.error, null);
      }
    });

    it('keeps what arrived before an unreadable event', async () => {
      const { response, trace } = await play(streamed(text('a'), 'data: {"broken\n\n', text('b'), end));
      assert.deepEqual(
        [response.response_text, trace.reason, response.time_to_first_token],
        ['a', 'protocol', 0.02],
      );
      assert.match(response.error ?? '', /could not be read/);
    });

    it('treats an event named error as one, whatever type its data has', async () => {
      const { response } = await play(streamed(text('a'), error));
      assert.deepEqual([response.response_text, response.error], ['a', 'Out of memory']);
    });

    it('names the target of a redirect', async () => {
      const moved = whole('', {
        status: '308 Permanent Redirect',
        headers: ['location: https://llm.example/v1'],
      });
      const { response, trace } = await play(moved);
      assert.equal(trace.reason, 'notFound');
      assert.match(response.error ?? '', /308 .*redirects to https:\/\/llm\.example\/v1: set the base URL/);
    });

    it('names the proxy when the proxy requires a password', async () => {
      const { response, trace } = await play(
        whole('', { status: '407 Proxy Authentication Required', headers: [] }),
      );
      assert.equal(trace.reason, 'connection');
      assert.match(response.error ?? '', /proxy does not accept the user and password \(407\).*http\.proxy/);
    });

    it('quotes a refusal that is not JSON without markup, and not a whole web page', async () => {
      const page = `<html>${'Bad gateway. '.repeat(1000)}</html>`;
      const { response, trace } = await play(
        whole(page, { status: '502 Bad Gateway', headers: ['content-type: text/html'] }),
      );
      assert.equal(trace.reason, 'server');
      // No word is cut: half of a key would not be recognised and masked.
      assert.match(
        response.error ?? '',
        /^502 (Bad gateway\. )+(Bad )?\.\.\. A proxy in front of the API answered/,
      );
      assert.ok((response.error ?? '').length < 600);
    });

    it('reads how long a refusal asks to wait: in seconds, in milliseconds or as a date', async () => {
      const wait = async (...headers: string[]) =>
        (await play(whole('{}', { status: '429 Too Many Requests', headers }))).trace.retryAfter;
      assert.deepEqual(
        [
          await wait('retry-after: 7'),
          await wait('retry-after: 7', 'retry-after-ms: 250'),
          // The virtual clock's wall time is 2026-01-01T12:00:00.010Z by then.
          await wait('retry-after: Thu, 01 Jan 2026 12:01:00 GMT'),
          await wait('retry-after: soon'),
          await wait(),
        ],
        [7, 0.25, 59.99, null, null],
      );
    });

    it('maps every status to its reason', async () => {
      const reasons: Record<number, string> = {};
      for (const status of [400, 401, 403, 404, 408, 422, 429, 500, 502, 503, 504, 529]) {
        const { response, trace } = await play(
          whole('{"error":{"message":"No."}}', { status: `${status} X` }),
        );
        assert.match(response.error ?? '', new RegExp(`^${status} .*No\\.`));
        reasons[status] = trace.reason ?? '';
      }
      assert.deepEqual(reasons, {
        400: 'badRequest',
        401: 'authentication',
        403: 'permission',
        404: 'notFound',
        408: 'timeout',
        422: 'badRequest',
        429: 'rateLimit',
        500: 'server',
        502: 'server',
        503: 'overloaded',
        504: 'timeout',
        529: 'overloaded',
      });
    });
  });
}

/** A stream as a proxy compresses it, flushed piece by piece. */
async function compressedStream(
  encoding: keyof typeof compressors,
  pieces: readonly string[],
): Promise<Recording> {
  const compressor = compressors[encoding]();
  const written: Buffer[] = [];
  compressor.on('data', data => written.push(data));
  const parts: Buffer[] = [];
  for (const piece of pieces) {
    compressor.write(piece);
    await new Promise<void>(resolve => compressor.flush(resolve));
    await setImmediate();
    parts.push(Buffer.concat(written.splice(0)));
  }
  compressor.end();
  await once(compressor, 'end');
  parts.push(Buffer.concat([parts.pop() ?? Buffer.alloc(0), ...written]));
  const head = `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-encoding: ${encoding}\r\ntransfer-encoding: chunked\r\n\r\n`;
  const reads = [
    head,
    ...parts.map(part => `${part.length.toString(16)}\r\n${part.toString('latin1')}\r\n`),
    '0\r\n\r\n',
  ];
  return reads.map((text, i) => ({ bytes: Buffer.from(text, 'latin1'), at: (i + 1) * 10 }));
}

const compressors = { gzip: createGzip, deflate: createDeflate, br: createBrotliCompress };
