import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { createBrotliCompress, createGzip } from 'node:zlib';
import type { Clock } from '../../../../src/core/base/clock.ts';
import { messagesEnd } from '../../../../src/endpoints/anthropicMessages/reader.ts';
import { converseEnd } from '../../../../src/endpoints/bedrockConverse/reader.ts';
import { invokeEnd } from '../../../../src/endpoints/bedrockInvoke/reader.ts';
import { geminiEnd } from '../../../../src/endpoints/googleGemini/reader.ts';
import { plainSoFar } from '../../../../src/endpoints/http/decompression.ts';
import { chatEnd } from '../../../../src/endpoints/openaiChat/reader.ts';
import { responsesEnd } from '../../../../src/endpoints/openaiResponses/reader.ts';
import { containerEnd } from '../../../../src/endpoints/sagemaker/reader.ts';
import { EndWatch } from '../../../../src/endpoints/transport/endWatch.ts';
import type { HttpExchange } from '../../../../src/endpoints/transport/httpExchange.ts';
import type { HttpTransport } from '../../../../src/endpoints/transport/httpTransport.ts';
import type { StreamEndTest } from '../../../../src/endpoints/transport/streamEnd.ts';
import { WireLog } from '../../../../src/endpoints/transport/wireLog.ts';
import { chunkOf, event, exception, httpChunk, payloadPart } from '../support/awsFrames.ts';
import { makeTransport } from '../support/exchanges.ts';
import { type RawRequest, type RawServer, startRawServer } from '../support/rawServer.ts';
import { chunk } from '../support/replay.ts';

function logOf(bytes: string | Buffer): WireLog {
  const log = new WireLog();
  const all = Buffer.from(bytes);
  log.append(all, 0, all.length, 0);
  return log;
}

const judged = (test: StreamEndTest, bytes: string | Buffer) => [
  test.last(logOf(bytes)),
  test.several(logOf(bytes)),
];

const over = ['over', 'over'];
const overLater = ['open', 'over'];
const likely = ['open', 'likely'];
const open = ['open', 'open'];
const chat = (content: string) =>
  `data: {"choices":[{"delta":{"content":${JSON.stringify(content)}},"finish_reason":null}]}\n\n`;
const usage = 'data: {"choices":[],"usage":{"prompt_tokens":7}}\n\n';
const stop = 'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n';

describe('the end of an answer on the wire', () => {
  it('is [DONE] in a chat, or probably the counts after the reason to stop', () => {
    assert.deepEqual(judged(chatEnd, `${chat('a')}data: [DONE]\n\n`), over);
    assert.deepEqual(judged(chatEnd, `${chat('a')}data:[DONE] \r\n\r\n`), over);
    assert.deepEqual(judged(chatEnd, `${chat('a')}data: [DONE]\n\n: ping\n\n`), overLater);
    assert.deepEqual(judged(chatEnd, chat('a') + stop + usage), likely);
    assert.deepEqual(judged(chatEnd, chat('a') + stop), open);
    assert.deepEqual(judged(chatEnd, chat('a') + usage), open);
    assert.deepEqual(judged(chatEnd, `${chat('a')}data: [DONE]`), open);
    assert.deepEqual(judged(chatEnd, `${chat('a')}data: [DO`), open);
    assert.deepEqual(judged(chatEnd, ''), open);
  });

  it('is never in the text of an answer', () => {
    for (const words of [
      'data: [DONE]\n\n',
      '"finish_reason":"stop","usage":{"x":1}',
      '"type":"message_stop"',
    ]) {
      assert.deepEqual(judged(chatEnd, chat(words)), open);
      assert.deepEqual(judged(messagesEnd, chat(words)), open);
    }
  });

  it('is found in long events', () => {
    const long = JSON.stringify('x'.repeat(50_000));
    assert.deepEqual(
      judged(responsesEnd, `data: {"type":"response.completed","response":${long}}\n\n`),
      over,
    );
    const crlf = `event: response.failed\r\ndata: {"type":"response.failed","x":${long}}\r\n\r\n`;
    assert.deepEqual(judged(responsesEnd, `data: {}\r\n\r\n${crlf}`), over);
  });

  it('is the last event of every other API', () => {
    assert.deepEqual(judged(messagesEnd, 'event: message_stop\ndata: {"type":"message_stop"}\n\n'), over);
    assert.deepEqual(judged(messagesEnd, 'event: error\ndata: {}\n\n'), over);
    assert.deepEqual(judged(messagesEnd, 'event: message_delta\ndata: {}\n\n'), open);
    assert.deepEqual(
      judged(responsesEnd, 'event: response.created\ndata: {"type":"response.created"}\n\n'),
      open,
    );
    assert.deepEqual(judged(responsesEnd, 'event: error\ndata: {"type":"error"}\n\n'), likely);
    assert.deepEqual(judged(geminiEnd, 'data: {"candidates": [{"finishReason": "STOP"}]}\r\n\r\n'), likely);
    assert.deepEqual(judged(geminiEnd, 'data: {"candidates": [{"content": {}}]}\r\n\r\n'), open);
  });

  it('is the last frame of AWS streams', () => {
    const text = event('contentBlockDelta', { delta: { text: 'a' } });
    const metadata = event('metadata', { usage: {} });
    assert.deepEqual(judged(converseEnd, Buffer.concat([text, metadata])), overLater);
    assert.deepEqual(judged(converseEnd, Buffer.concat([text, metadata.subarray(0, -1)])), open);
    assert.deepEqual(judged(converseEnd, Buffer.concat([metadata, text])), open);
    const counted = chunkOf({ 'amazon-bedrock-invocationMetrics': {} });
    assert.deepEqual(judged(invokeEnd, Buffer.concat([chunkOf({}), counted])), overLater);
    assert.deepEqual(judged(messagesEnd, chunkOf({ type: 'message_stop' })), overLater);
    assert.deepEqual(judged(messagesEnd, chunkOf({ type: 'message_delta' })), open);
  });

  it('is [DONE], or probably the last line with text, of a container at SageMaker', () => {
    const parts = (...texts: string[]) => Buffer.concat(texts.map(text => payloadPart(text)));
    const token = 'data:{"token":{"text":"a"},"generated_text":null}\n\n';
    const last = 'data:{"token":{"text":"b"},"generated_text":"ab"}\n\n';
    assert.deepEqual(judged(containerEnd, parts(token, last)), likely);
    assert.deepEqual(judged(containerEnd, parts(token, last.slice(0, 20), last.slice(20))), likely);
    assert.deepEqual(judged(containerEnd, parts(token, last.slice(0, 40))), open);
    assert.deepEqual(judged(containerEnd, parts(token)), open);
    assert.deepEqual(judged(containerEnd, parts(chat('a'), `${stop}data: [DONE]\n\n`)), overLater);
    assert.deepEqual(judged(containerEnd, parts(chat('a'), stop)), likely);
    assert.deepEqual(judged(containerEnd, parts(token, '{"generated_text":"a\\ndata: [DONE]"')), open);
    assert.deepEqual(
      judged(containerEnd, Buffer.concat([parts(token), exception('ModelStreamError', 'x')])),
      overLater,
    );
    assert.deepEqual(judged(containerEnd, parts(token).subarray(0, -1)), open);
  });
});

describe('EndWatch', () => {
  it('waits for silence, and judges a body again only when it has grown', () => {
    let looks = 0;
    const test: StreamEndTest = {
      last: () => {
        looks += 1;
        return 'open';
      },
      several: () => 'likely',
    };
    const watch = new EndWatch(test, false);
    const log = logOf('a');
    const none = new Map<string, string>();
    assert.deepEqual(
      [watch.isOver(log, 99, none), watch.isOver(log, 100, none), watch.isOver(log, 500, none)],
      [false, false, false],
    );
    assert.deepEqual([watch.isOver(log, 1000, none), looks], [true, 1]);
    log.append(Buffer.from('b'), 0, 1, 1);
    assert.deepEqual([watch.isOver(log, 100, none), looks], [false, 2]);
  });
});

describe('a body that does not end after its answer', () => {
  let server: RawServer | undefined;
  let transport: HttpTransport;
  const clock: Clock = { now: () => performance.now(), wall: () => Date.now() };

  beforeEach(() => {
    transport = makeTransport({ clock });
  });
  afterEach(async () => {
    transport.close();
    await server?.close();
    server = undefined;
  });

  async function serve(answer: (socket: Socket, request: RawRequest) => void): Promise<string> {
    server = await startRawServer(answer);
    return `http://127.0.0.1:${server.port}`;
  }

  function ask(url: string): Promise<HttpExchange> {
    const request = transport.encode({ method: 'POST', url, headers: [], body: '{}' });
    const end = { ...chatEnd, plain: plainSoFar };
    return new Promise(resolve => transport.send(request, 10_000, resolve, end));
  }

  const head = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';

  it('is given up, at once if the server did so before', async () => {
    const url = await serve(socket => {
      socket.write(head + chunk(chat('a')));
      setTimeout(() => socket.write(chunk(`${stop}data: [DONE]\n\n`)), 20);
    });
    for (let i = 0; i < 3; i += 1) {
      const began = performance.now();
      const { wire, failure } = await ask(url);
      const waited = performance.now() - wire.endedAt;
      assert.deepEqual([failure, wire.leftOpen, wire.newConnection], [null, true, true]);
      assert.ok(wire.endedAt - began >= 20);
      // Far below the timeout on any machine; the first answer needs at least the silence before a look.
      assert.ok(waited < 5000);
      if (i === 0) assert.ok(waited >= 100);
    }
    assert.equal(server?.connections, 3);
  });

  for (const [coding, compress] of [
    ['gzip', () => createGzip()],
    ['br', () => createBrotliCompress()],
  ] as const) {
    it(`is given up if it is compressed as well: ${coding}`, async () => {
      const url = await serve(socket => {
        socket.write(head.replace('\r\n\r\n', `\r\ncontent-encoding: ${coding}\r\n\r\n`));
        const stream = compress();
        stream.on('data', (bytes: Buffer) => socket.write(httpChunk(bytes)));
        stream.write(`${chat('a')}${stop}data: [DONE]\n\n`);
        stream.flush();
      });
      const { wire, failure } = await ask(url);
      assert.deepEqual([failure, wire.leftOpen], [null, true]);
    });
  }

  it('may end a little later: then the connection is kept', async () => {
    const url = await serve((socket, { number }) => {
      socket.write(head + chunk(`${chat('a')}${stop}data: [DONE]\n\n`));
      if (number > 1) setImmediate(() => socket.write('0\r\n\r\n'));
    });
    const wires = [];
    for (let i = 0; i < 4; i += 1) wires.push((await ask(url)).wire);
    assert.deepEqual(
      wires.map(({ leftOpen, newConnection }) => [leftOpen, newConnection]),
      [
        [true, true],
        [false, true],
        [false, false],
        [false, false],
      ],
    );
  });

  it('is waited for in the middle of an answer', async () => {
    const url = await serve(socket => {
      socket.write(head + chunk(chat('a')));
      setTimeout(() => socket.write(`${chunk(`${stop}data: [DONE]\n\n`)}0\r\n\r\n`), 300);
    });
    const { wire, body } = await ask(url);
    assert.equal(wire.leftOpen, false);
    assert.match(body.text(), /DONE/);
  });
});
