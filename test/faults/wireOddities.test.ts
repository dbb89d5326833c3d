import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { RetryingEndpoint } from '../../src/measure/run/retrying.ts';
import { type RawRequest, type RawServer, startRawServer } from '../unit/endpoints/support/rawServer.ts';
import { chunk } from '../unit/endpoints/support/replay.ts';
import { realEndpoint, runAll } from '../unit/endpoints/support/runs.ts';

const answer =
  'data: {"id":"c","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]}\n\ndata: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';
const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n';

describe('a run', () => {
  let server: RawServer | undefined;

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  async function runAgainst(
    respond: (socket: Socket, request: RawRequest) => void,
    requests: number,
    retries = 0,
  ) {
    server = await startRawServer(respond);
    const endpoint = await realEndpoint({
      kind: 'openai-chat',
      model: 'm',
      baseUrl: `http://127.0.0.1:${server.port}`,
    });
    return runAll({
      endpoint: retries > 0 ? new RetryingEndpoint(endpoint, retries) : endpoint,
      clients: 2,
      requests,
    });
  }

  it('against a server that closes after each answer loses no request, and says what happened', async () => {
    const { records, result } = await runAgainst(socket => {
      socket.end(`${head}\r\n${chunk(answer)}0\r\n\r\n`);
    }, 10);
    assert.deepEqual(
      records.map(({ response }) => [response.response_text, response.error]),
      Array.from({ length: 20 }, () => ['Hi', null]),
    );
    const resent = records.filter(({ trace }) => trace?.resent).length;
    assert.equal(records.filter(({ response }) => response.retries === 1).length, resent);
    assert.ok(records.some(({ trace }) => trace?.unkept));
    const ids = result.diagnostics.map(({ id }) => id);
    assert.ok(ids.includes('closed-connections') && !ids.includes('retries'), ids.join());
  });

  it('against a server that leaves answers open ends in time, and says so', async () => {
    const { records, result } = await runAgainst(socket => {
      socket.write(`${head}\r\n${chunk(answer)}`);
    }, 3);
    assert.deepEqual(
      records.map(({ response, trace }) => [response.error, trace?.leftOpen]),
      Array.from({ length: 6 }, () => [null, true]),
    );
    assert.ok(result.diagnostics.some(({ id }) => id === 'unended-answers'));
  });

  it('reads compressed answers, also after a retry', async () => {
    const bytes = gzipSync(answer);
    const { records } = await runAgainst(
      (socket, { number }) => {
        if (number <= 2) {
          const words = gzipSync('{"error":{"message":"slow down"}}');
          socket.write(
            `HTTP/1.1 429 Too Many Requests\r\ncontent-encoding: gzip\r\nX Odd (Name): 1\r\nretry-after: 0\r\ncontent-length: ${words.length}\r\n\r\n`,
          );
          socket.write(words);
          return;
        }
        socket.write(`${head}content-encoding: gzip\r\n\r\n${bytes.length.toString(16)}\r\n`);
        socket.write(bytes);
        socket.write('\r\n0\r\n\r\n');
      },
      1,
      1,
    );
    assert.deepEqual(
      records.map(({ response }) => [response.response_text, response.error, response.retries]),
      Array.from({ length: 2 }, () => ['Hi', null, 1]),
    );
  });
});
