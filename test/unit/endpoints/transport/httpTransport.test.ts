import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { HttpExchange } from '../../../../src/endpoints/transport/httpExchange.ts';
import type { HttpTransport } from '../../../../src/endpoints/transport/httpTransport.ts';
import { refusedPort } from '../../../../src/simulator/simulator.ts';
import { VirtualClock } from '../support/clocks.ts';
import { makeTransport, post } from '../support/exchanges.ts';
import { okResponse, type RawRequest, type RawServer, startRawServer } from '../support/rawServer.ts';

describe('HttpTransport', () => {
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

  async function serve(
    answer: (socket: Socket, request: RawRequest) => void,
    host?: string,
  ): Promise<string> {
    server = await startRawServer(answer, host === undefined ? {} : { host });
    return `http://${host?.includes(':') ? `[${host}]` : (host ?? '127.0.0.1')}:${server.port}`;
  }

  it('sends what it is given, sets the connection headers itself, and stamps each step in order', async () => {
    const url = await serve(socket => socket.write(okResponse('{"a":1}')));
    const exchange = await post(transport, `${url}/v1/x?y=z`, {
      body: '{"q":"é"}',
      headers: [
        ['content-type', 'application/json'],
        ['x-team', 'blue'],
        ['Accept-Encoding', 'gzip'],
        ['connection', 'close'],
        ['content-length', '1'],
      ],
    });
    const request = server?.requests[0];
    assert.deepEqual(request?.head.split('\r\n'), [
      'POST /v1/x?y=z HTTP/1.1',
      `host: ${new URL(url).host}`,
      'connection: keep-alive',
      'accept-encoding: identity',
      'content-type: application/json',
      'x-team: blue',
      'content-length: 10',
    ]);
    assert.equal(request?.body, '{"q":"é"}');
    const { failure, body } = exchange;
    const { status, newConnection } = exchange.wire;
    assert.deepEqual(
      { status, newConnection, failure, text: body.text() },
      {
        status: 200,
        newConnection: true,
        failure: null,
        text: '{"a":1}',
      },
    );
    const { sentAt, connectedAt, firstByteAt, endedAt } = exchange.wire;
    assert.ok(connectedAt !== null && firstByteAt !== null);
    assert.ok(sentAt < connectedAt && connectedAt < firstByteAt && firstByteAt <= endedAt);
    assert.equal(exchange.wire.securedAt, null);
  });

  it('reuses a connection, and reports it', async () => {
    const url = await serve(socket => socket.write(okResponse('{}')));
    const first = await post(transport, url);
    const second = await post(transport, url);
    assert.deepEqual(
      [first.wire.newConnection, second.wire.newConnection, server?.connections],
      [true, false, 1],
    );
    assert.equal(second.wire.connectedAt, null);
  });

  it('opens as many connections as there are requests in flight', async () => {
    const waiting: Socket[] = [];
    const url = await serve(socket => {
      waiting.push(socket);
      if (waiting.length === 3) for (const each of waiting) each.write(okResponse('{}'));
    });
    const exchanges = await Promise.all([post(transport, url), post(transport, url), post(transport, url)]);
    assert.deepEqual(
      [exchanges.map(exchange => exchange.wire.status), server?.connections],
      [[200, 200, 200], 3],
    );
  });

  it('opens a new connection if the server closes after an answer', async () => {
    const url = await serve(socket => socket.end(okResponse('{}', 'connection: close\r\n')));
    const first = await post(transport, url);
    const second = await post(transport, url);
    assert.deepEqual(
      [first.wire.status, first.failure, second.wire.status, second.failure, server?.connections],
      [200, null, 200, null, 2],
    );
  });

  it('does not reuse a connection that the server closed while it was idle', async () => {
    let closed: Promise<unknown> | undefined;
    const url = await serve(socket => {
      socket.write(okResponse('{}'));
      if (!closed) {
        closed = once(socket, 'close');
        socket.end();
      }
    });
    await post(transport, url);
    await closed;
    const second = await post(transport, url);
    assert.deepEqual([second.wire.status, second.wire.newConnection, server?.connections], [200, true, 2]);
  });

  it('does not reuse a connection that was idle for longer than the server keeps it', async () => {
    const clock = new VirtualClock();
    transport = makeTransport({ clock });
    const url = await serve((socket, { number }) =>
      socket.write(okResponse('{}', number === 3 ? 'keep-alive: timeout=20, max=100\r\n' : '')),
    );
    const fresh: boolean[] = [];
    for (const wait of [0, 3000, 4500, 4500, 19_500]) {
      clock.advance(wait);
      fresh.push((await post(transport, url)).wire.newConnection);
    }
    assert.deepEqual(fresh, [true, false, true, false, true]);
  });

  it('does not reuse a connection that received unexpected bytes', async () => {
    const url = await serve((socket, { number }) =>
      socket.write(okResponse('{}') + (number === 1 ? 'HTTP/1.1 200 OK\r\n' : '')),
    );
    const first = await post(transport, url);
    const second = await post(transport, url);
    assert.deepEqual(
      [first.wire.status, first.body.text(), second.wire.status, server?.connections],
      [200, '{}', 200, 2],
    );
  });

  it('closes a connection that receives bytes while it is idle', async () => {
    let closed: Promise<unknown> | undefined;
    let idle: Socket | undefined;
    const url = await serve(socket => {
      closed ??= once(socket, 'close');
      idle ??= socket;
      socket.write(okResponse('{}'));
    });
    await post(transport, url);
    idle?.write('HTTP/1.1 408 Request Timeout\r\n\r\n');
    await closed;
    assert.equal((await post(transport, url)).wire.newConnection, true);
  });

  it('reads a body larger than its read buffer', async () => {
    const text = 'x'.repeat(1_000_000);
    const url = await serve(socket => socket.write(okResponse(text)));
    const { body, failure } = await post(transport, url);
    assert.deepEqual([body.text() === text, body.length, failure], [true, 1_000_000, null]);
  });

  it('reads a body that ends with the connection', async () => {
    const url = await serve(socket => socket.end('HTTP/1.1 200 OK\r\n\r\nhello'));
    const { body, failure } = await post(transport, url);
    assert.deepEqual([body.text(), failure], ['hello', null]);
  });

  const failures: Record<string, { answer: (socket: Socket) => void; expected: object }> = {
    'a reset before any answer': {
      answer: socket => socket.resetAndDestroy(),
      expected: { status: null, reason: 'connection' },
    },
    'a close before any answer': {
      answer: socket => socket.end(),
      expected: { status: null, reason: 'connection' },
    },
    'a close inside the headers': {
      answer: socket => socket.end('HTTP/1.1 200 OK\r\ncontent-'),
      expected: { status: null, reason: 'connection' },
    },
    'a close inside the body': {
      answer: socket => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'),
      expected: { status: 200, reason: 'interrupted', text: 'half' },
    },
    'a close inside a chunk': {
      answer: socket => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nhalf'),
      expected: { status: 200, reason: 'interrupted', text: 'half' },
    },
    'a close before the last chunk': {
      answer: socket => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n'),
      expected: { status: 200, reason: 'interrupted', text: 'half' },
    },
    'bytes that are not HTTP': {
      answer: socket => socket.write('220 smtp.example.com ESMTP\r\n'),
      expected: { status: null, reason: 'protocol' },
    },
    'a broken chunk': {
      answer: socket => socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\nzz\r\n'),
      expected: { status: 200, reason: 'protocol', text: 'a' },
    },
  };
  for (const [what, { answer, expected }] of Object.entries(failures)) {
    it(`reports ${what} and keeps working`, async () => {
      const url = await serve((socket, { number }) =>
        number === 1 ? answer(socket) : socket.write(okResponse('{}')),
      );
      const exchange = await post(transport, url);
      const { text = '', ...rest } = expected as { text?: string };
      assert.deepEqual(told(exchange), { ...rest, text });
      assert.notEqual(exchange.failure?.message, '');
      assert.equal((await post(transport, url)).wire.status, 200);
    });
  }

  it('reports a reset in the middle of the body, with what came before', async () => {
    let reset = () => {};
    const url = await serve(socket => {
      reset = () => socket.resetAndDestroy();
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n');
    });
    // The reset must come after the read of the first half: it may overtake bytes that were not read.
    const clock = new VirtualClock();
    transport = makeTransport({
      clock: {
        now: () => (server?.requests.length ? setImmediate(reset) && clock.now() : clock.now()),
        wall: () => 0,
      },
    });
    assert.deepEqual(told(await post(transport, url)), { status: 200, reason: 'interrupted', text: 'half' });
  });

  it('reports what to check if nothing listens', async () => {
    const port = await refusedPort();
    for (const host of ['127.0.0.1', 'localhost']) {
      const { failure } = await post(transport, `http://${host}:${port}/`);
      assert.equal(failure?.reason, 'connection');
      assert.match(failure?.message ?? '', new RegExp(`Nothing listens at ${host}:${port}.*base URL`));
    }
  });

  it('cancels a request after its timeout, keeps what arrived, and never calls back twice', async () => {
    const url = await serve((socket, { number }) =>
      socket.write(number === 1 ? 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf' : okResponse('{}')),
    );
    let calls = 0;
    const request = transport.encode({ method: 'POST', url, headers: [], body: '{}' });
    const exchange = await new Promise<HttpExchange>(resolve =>
      transport.send(request, 1000, finished => {
        calls += 1;
        resolve(finished);
      }),
    );
    assert.deepEqual(told(exchange), { status: 200, reason: 'timeout', text: 'half' });
    assert.match(exchange.failure?.message ?? '', /longer than 1 s.*"timeout"/);
    assert.equal((await post(transport, url)).wire.status, 200);
    assert.equal(calls, 1);
  });

  it('waits for any timeout, however long', async () => {
    // Longer than the 1 ms of a timer that overflows in Node.
    const url = await serve(socket => setTimeout(() => socket.write(okResponse('{}')), 30));
    const { failure } = await post(transport, url, { timeout: 30 * 86_400_000 });
    assert.equal(failure, null);
  });

  it('cancels a request on abort: before abort returns, once, and not after its end', async () => {
    const url = await serve(() => {});
    const request = transport.encode({ method: 'POST', url, headers: [], body: '{}' });
    const seen: HttpExchange[] = [];
    const pending = transport.send(request, 5000, finished => seen.push(finished));
    assert.equal(seen.length, 0);
    const failure = { reason: 'cancelled', message: 'Stopped.' } as const;
    pending.abort(failure);
    pending.abort({ reason: 'other', message: 'Again.' });
    assert.deepEqual(
      seen.map(exchange => exchange.failure),
      [failure],
    );
  });

  it('ends requests in flight when it is closed', async () => {
    const url = await serve(() => {});
    const exchange = post(transport, url);
    transport.close();
    assert.equal((await exchange).failure?.reason, 'cancelled');
  });

  it('reaches an IPv6 address', async () => {
    const url = await serve(socket => socket.write(okResponse('{}')), '::1');
    assert.equal((await post(transport, url)).wire.status, 200);
    assert.match(server?.requests[0]?.head ?? '', new RegExp(`^host: \\[::1\\]:${server?.port}$`, 'm'));
  });

  it('refuses a header with a line break, and names it without showing its value', () => {
    const encode = (name: string, value: string) => () =>
      transport.encode({ method: 'POST', url: 'http://127.0.0.1/', headers: [[name, value]], body: '' });
    for (const value of ['a\r\nx-evil: 1', 'a\nb', 'a\rb', 'a\0b', 'gr\u00fc\u00dfe\u2026']) {
      assert.throws(encode('x-team', `sesame${value}`), error => {
        assert.match(String(error), /^UserError: The header "x-team" /);
        assert.doesNotMatch(String(error), /sesame/);
        return true;
      });
    }
    assert.throws(encode('x team', 'a'), /UserError: "x team" is not a valid header name/);
    assert.throws(encode('x\r\ny', 'a'), /UserError: .* is not a valid header name/);
  });

  it('reuses the buffers of read answers', async () => {
    const url = await serve(socket => socket.write(okResponse('{}')));
    const first = await post(transport, url);
    const { body } = first;
    transport.release(first);
    assert.equal((await post(transport, url)).body, body);
  });
});

function told({ wire, failure, body }: HttpExchange) {
  return { status: wire.status, reason: failure?.reason, text: body.text() };
}
