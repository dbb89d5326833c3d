import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { HttpTransport } from '../../../../src/endpoints/transport/httpTransport.ts';
import { makeTransport, post } from '../support/exchanges.ts';
import { okResponse, type RawRequest, type RawServer, startRawServer } from '../support/rawServer.ts';

describe('a kept connection', () => {
  let server: RawServer | undefined;
  let transport: HttpTransport;

  beforeEach(() => {
    transport = makeTransport();
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

  const ends = {
    closed: (socket: Socket) => socket.end(),
    reset: (socket: Socket) => socket.resetAndDestroy(),
  };
  for (const [how, end] of Object.entries(ends)) {
    it(`that is ${how} without one byte of an answer is replaced once, and its times do not count`, async () => {
      const url = await serve((socket, { number }) =>
        number === 2 ? end(socket) : socket.write(okResponse('{}')),
      );
      await post(transport, url);
      const second = await post(transport, url);
      assert.deepEqual([second.wire.status, second.failure, second.wire.resent], [200, null, true]);
      assert.deepEqual(
        [second.wire.newConnection, server?.connections, server?.requests.length],
        [true, 2, 3],
      );
      assert.equal(server?.requests[2]?.body, server?.requests[1]?.body);
      const { sentAt, connectedAt, firstByteAt } = second.wire;
      assert.ok(connectedAt !== null && firstByteAt !== null);
      // With a clock that counts its readings, the first sending would be further away.
      assert.ok(sentAt < connectedAt && connectedAt - sentAt <= 3, `${sentAt} ${connectedAt}`);
    });
  }

  it('is replaced only once, and not if its answer had begun', async () => {
    const url = await serve((socket, { number }) => {
      if (number === 1) socket.write(okResponse('{}'));
      else socket.resetAndDestroy();
    });
    await post(transport, url);
    const failed = await post(transport, url);
    assert.deepEqual([failed.failure?.reason, failed.wire.resent], ['connection', true]);
    assert.deepEqual(server?.requests.length, 3);
    await server?.close();

    const begun = await serve((socket, { number }) => {
      if (number === 1) socket.write(okResponse('{}'));
      else socket.end('HTTP/1.1 2');
    });
    await post(transport, begun);
    const { failure, wire } = await post(transport, begun);
    assert.deepEqual([failure?.reason, wire.resent, server?.requests.length], ['connection', false, 2]);
  });

  it('is not replaced if the request was cancelled or took too long', async () => {
    const url = await serve((socket, { number }) => {
      if (number === 1) socket.write(okResponse('{}'));
    });
    await post(transport, url);
    const { failure, wire } = await post(transport, url, { timeout: 50 });
    assert.deepEqual([failure?.reason, wire.resent, server?.requests.length], ['timeout', false, 2]);
  });

  it('is not tried any more at a server that closes after each answer without saying so', async () => {
    const url = await serve((socket, { connection }) => {
      const again = server?.requests.filter(request => request.connection === connection).length ?? 0;
      if (again > 1) socket.resetAndDestroy();
      else socket.write(okResponse('{}'));
    });
    const wires = [];
    for (let i = 0; i < 8; i += 1) wires.push((await post(transport, url)).wire);
    // The first one opens a connection. Three times the kept one was closed; then none is kept.
    assert.deepEqual(
      wires.map(({ resent, unkept, newConnection }) => [resent, unkept, newConnection]),
      [
        [false, false, true],
        ...Array.from({ length: 3 }, () => [true, false, true]),
        ...Array.from({ length: 4 }, () => [false, true, true]),
      ],
    );
    assert.deepEqual([server?.requests.length, server?.connections], [11, 8]);
  });

  it('is not tried any more either if the server closes while it is idle', async () => {
    const closed: Promise<unknown>[] = [];
    const url = await serve(socket => {
      closed.push(once(socket, 'close'));
      socket.end(okResponse('{}'));
    });
    const unkept = [];
    for (let i = 0; i < 5; i += 1) {
      unkept.push((await post(transport, url)).wire.unkept);
      await Promise.all(closed);
      await new Promise(setImmediate);
    }
    assert.deepEqual(unkept, [false, false, false, true, true]);
  });

  it('stays in use at a server that once closed several', async () => {
    const url = await serve((socket, { number }) =>
      number > 4 && number < 9 ? socket.resetAndDestroy() : socket.write(okResponse('{}')),
    );
    for (let i = 0; i < 4; i += 1) await post(transport, url);
    for (let i = 0; i < 4; i += 1) await post(transport, url);
    const { newConnection, unkept } = (await post(transport, url)).wire;
    assert.deepEqual([newConnection, unkept], [false, false]);
  });
});
