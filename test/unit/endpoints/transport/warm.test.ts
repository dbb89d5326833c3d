import assert from 'node:assert/strict';
import * as net from 'node:net';
import type { TransportOptions } from '../../../../src/endpoints/transport/httpTransport.ts';
import { refusedPort } from '../../../../src/simulator/simulator.ts';
import { VirtualClock } from '../support/clocks.ts';
import { makeTransport, post } from '../support/exchanges.ts';
import { startForwardProxy } from '../support/forwardProxy.ts';
import { okResponse, startRawServer } from '../support/rawServer.ts';
import { selfSigned } from '../support/selfSigned.ts';

describe('HttpTransport that opens a connection ahead of its request', () => {
  const authority = selfSigned(['localhost', '127.0.0.1', 'llm.example']);
  const started: { close(): unknown }[] = [];

  afterEach(async () => {
    for (const each of started.splice(0).reverse()) await each.close();
  });

  async function serve(secure: boolean) {
    const server = await startRawServer(
      socket => socket.write(okResponse('{}')),
      secure ? { secure: authority } : {},
    );
    started.push(server);
    return server;
  }

  function transportWith(options: Partial<TransportOptions> = {}) {
    const transport = makeTransport({ certificates: [authority.cert], ...options });
    started.push(transport);
    return {
      transport,
      warm: (url: string, timeout = 60_000) =>
        transport.warm(transport.encode({ method: 'POST', url, headers: [], body: '' }), timeout),
    };
  }

  for (const secure of [false, true]) {
    it(`finds it open for the request: ${secure ? 'https' : 'http'}`, async () => {
      const server = await serve(secure);
      const url = `${secure ? 'https' : 'http'}://localhost:${server.port}/`;
      const { transport, warm } = transportWith();
      await warm(url);
      assert.equal(server.requests.length, 0, 'nothing is sent');
      assert.equal(warm(url), null, 'one is enough');
      const { status, newConnection, connectedAt, securedAt } = (await post(transport, url)).wire;
      assert.deepEqual(
        [status, newConnection, connectedAt, securedAt, server.connections],
        [200, false, null, null, 1],
      );
      assert.equal(warm(url), null, 'the same one is used again');
    });
  }

  it('opens another one if the last one was idle for too long', async () => {
    const clock = new VirtualClock();
    const server = await serve(false);
    const url = `http://127.0.0.1:${server.port}/`;
    const { transport, warm } = transportWith({ clock });
    await post(transport, url);
    clock.advance(4500);
    await warm(url);
    assert.equal((await post(transport, url)).wire.newConnection, false);
    assert.equal(server.connections, 2);
  });

  it('opens a tunnel through a proxy as well', async () => {
    const server = await serve(true);
    const proxy = await startForwardProxy({ target: server.port });
    started.push(proxy);
    const { transport, warm } = transportWith({ proxy: `http://127.0.0.1:${proxy.port}` });
    for (const url of ['https://llm.example/', 'http://llm.example/']) {
      await warm(url);
      assert.equal(warm(url), null);
    }
    assert.equal(proxy.heads.length, 1, 'a tunnel for TLS, nothing yet for the other');
    const { newConnection, status } = (await post(transport, 'https://llm.example/')).wire;
    assert.deepEqual([status, newConnection], [200, false]);
  });

  it('lets the request report why none can be opened', async () => {
    const { transport, warm } = transportWith();
    const url = `http://127.0.0.1:${await refusedPort()}/`;
    await warm(url);
    assert.equal((await post(transport, url)).failure?.reason, 'connection');
    const server = await serve(true);
    const untrusting = transportWith({ certificates: [] });
    await untrusting.warm(`https://localhost:${server.port}/`);
    assert.equal(
      (await post(untrusting.transport, `https://localhost:${server.port}/`)).failure?.reason,
      'tls',
    );
  });

  it('stops waiting for one that takes too long', async () => {
    const silent = net.createServer();
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
    started.push(silent);
    const { transport, warm } = transportWith();
    // It never answers the handshake.
    await warm(`https://127.0.0.1:${(silent.address() as net.AddressInfo).port}/`, 20);
    transport.close();
  });
});
