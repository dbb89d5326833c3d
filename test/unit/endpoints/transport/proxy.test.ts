import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createEndpoint } from '../../../../src/endpoints/registry.ts';
import type { HttpTransport, TransportOptions } from '../../../../src/endpoints/transport/httpTransport.ts';
import { proxyAuthorization, proxyFor } from '../../../../src/endpoints/transport/proxy.ts';
import { parseEndpoint } from '../../../../src/measure/plan/parsePlan.ts';
import { refusedPort } from '../../../../src/simulator/simulator.ts';
import { makeTransport, post } from '../support/exchanges.ts';
import { type ForwardProxy, type ForwardProxyOptions, startForwardProxy } from '../support/forwardProxy.ts';
import { okResponse, type RawServer, startRawServer } from '../support/rawServer.ts';
import { selfSigned } from '../support/selfSigned.ts';

describe('proxyFor', () => {
  const chosen = (url: string, environment: Record<string, string>, explicit?: string) =>
    proxyFor(new URL(url), explicit, environment)?.href ?? null;

  it('uses the proxy for the scheme, lower case first, then ALL_PROXY', () => {
    assert.deepEqual(
      [
        chosen('http://llm.example/', { HTTP_PROXY: 'http://a:1', HTTPS_PROXY: 'http://b:2' }),
        chosen('https://llm.example/', { HTTP_PROXY: 'http://a:1', HTTPS_PROXY: 'http://b:2' }),
        chosen('https://llm.example/', { https_proxy: 'http://c:3', HTTPS_PROXY: 'http://b:2' }),
        chosen('https://llm.example/', { ALL_PROXY: 'proxy.corp:8080' }),
        chosen('https://llm.example/', { HTTP_PROXY: 'http://a:1' }),
        chosen('https://llm.example/', { HTTPS_PROXY: 'http://b:2' }, 'http://setting:9'),
      ],
      ['http://a:1/', 'http://b:2/', 'http://c:3/', 'http://proxy.corp:8080/', null, 'http://setting:9/'],
    );
  });

  it('never uses a proxy for this machine', () => {
    for (const host of ['localhost', 'api.localhost', '127.0.0.1', '127.8.8.8', '[::1]']) {
      assert.equal(chosen(`http://${host}:8000/v1`, { HTTP_PROXY: 'http://a:1' }, 'http://b:2'), null);
    }
  });

  it('honours NO_PROXY, for the setting as well', () => {
    const direct = (url: string, list: string) =>
      chosen(url, { NO_PROXY: list, ALL_PROXY: 'http://a:1' }, 'http://b:2') === null;
    const cases: [url: string, list: string, direct: boolean][] = [
      ['http://llm.example/', '*', true],
      ['http://llm.example/', 'llm.example', true],
      ['http://LLM.Example/', 'other, llm.EXAMPLE', true],
      ['http://gpu1.llm.example/', '.llm.example', true],
      ['http://gpu1.llm.example/', '*.llm.example', true],
      ['http://gpu1.llm.example/', 'llm.example', true],
      ['http://notllm.example/', 'llm.example', false],
      ['http://llm.example:8000/', 'llm.example:8000', true],
      ['http://llm.example/', 'llm.example:8000', false],
      ['https://llm.example/', 'llm.example:443', true],
      ['http://10.0.0.5/', '10.0.0.5 10.0.0.6', true],
      ['http://[fd00::5]/', 'fd00::5', true],
      ['http://[fd00::5]:8000/', '[fd00::5]:8000', true],
      ['http://[fd00::5]:8001/', '[fd00::5]:8000', false],
      ['http://[fd00::6]/', 'fd00::5', false],
      ['http://llm.example/', ',, ', false],
      ['http://llm.example./', 'llm.example', true],
      ['http://llm.example/', 'llm.example.', true],
      ['http://llm.example/', '.', false],
      ['http://198.51.100.7/', '10.0.0.0/8,198.51.100.0/24', true],
      ['http://198.51.101.7/', '10.0.0.0/8,198.51.100.0/24', false],
      ['http://198.51.100.7/', '198.51.100.7/32', true],
      ['http://198.51.100.7/', '0.0.0.0/0', true],
      ['http://198.51.100.7/', '198.51.100.0/33', false],
      ['http://198.51.100.7/', '198.51.100.0/', false],
      ['http://198.51.100.7/', '51.100.7', false],
      ['http://198.51.100.7:8000/', '198.51.100.7:8000', true],
      ['http://[fd00::5]/', 'fd00::/8', true],
      ['http://[fd00::5]/', '[fd00::]/8', true],
      ['http://[fe00::5]/', 'fd00::/8', false],
      ['http://[fd00::5]/', '[fd00::5]', true],
      ['http://[fd00::5]/', 'fd00:0:0:0:0:0:0:5', true],
      ['http://[fd00::5]/', '10.0.0.0/8', false],
      ['http://llm.example/', '10.0.0.0/8', false],
    ];
    for (const [url, list, expected] of cases) {
      assert.deepEqual([url, list, direct(url, list)], [url, list, expected]);
    }
  });

  it('refuses an address that is not an HTTP proxy, without showing it', () => {
    for (const text of ['ftp://user:sesame@proxy:1', 'http://user:sesame@ bad']) {
      assert.throws(
        () => chosen('https://llm.example/', { HTTPS_PROXY: text }),
        error => {
          assert.match(String(error), /^UserError: .*http\.proxy or HTTPS_PROXY/);
          assert.doesNotMatch(String(error), /sesame/);
          return true;
        },
      );
    }
  });

  it('names SOCKS and what to do, for every way to give one', () => {
    for (const scheme of ['socks', 'socks4', 'socks4a', 'socks5', 'socks5h', 'SOCKS5']) {
      for (const name of ['ALL_PROXY', 'https_proxy']) {
        assert.throws(() => chosen('https://llm.example/', { [name]: `${scheme}://al:sesame@proxy:1` }), {
          name: 'UserError',
          message:
            /^SOCKS proxies are not supported: give the http:\/\/ address[^:]*HTTPS_PROXY.*NO_PROXY\.$/,
        });
      }
    }
  });

  it('is looked at before a run, not with each request', async () => {
    const transport = makeTransport({ environment: { ALL_PROXY: 'socks5://127.0.0.1:1' } });
    const config = parseEndpoint({ kind: 'openai-chat', model: 'm', baseUrl: 'http://llm.example/v1' });
    const clock = { now: () => 0, wall: () => 0 };
    await assert.rejects(createEndpoint(config, {}, transport, clock), /^UserError: SOCKS/);
  });

  it('builds the header from the user in the address', () => {
    assert.equal(proxyAuthorization(new URL('http://proxy:1')), null);
    assert.equal(
      proxyAuthorization(new URL('http://al%40corp:p%3Aw@proxy:1')),
      `Basic ${Buffer.from('al@corp:p:w').toString('base64')}`,
    );
  });

  it('accepts a bare percent sign in a user or password', () => {
    assert.equal(
      proxyAuthorization(new URL('http://al:100%@proxy:1')),
      `Basic ${Buffer.from('al:100%').toString('base64')}`,
    );
  });
});

describe('HttpTransport through a proxy', () => {
  const certificate = selfSigned(['llm.example', 'proxy.example', '127.0.0.1']);
  const started: { close(): unknown }[] = [];
  afterEach(async () => {
    for (const each of started.splice(0).reverse()) await each.close();
  });

  async function start(
    { secure, ...proxyOptions }: { secure: boolean } & Partial<ForwardProxyOptions>,
    transportOptions: (proxy: ForwardProxy) => Partial<TransportOptions>,
  ): Promise<{ server: RawServer; proxy: ForwardProxy; transport: HttpTransport }> {
    const server = await startRawServer(
      socket => socket.write(okResponse('{"via":"proxy"}')),
      secure ? { secure: certificate } : {},
    );
    const proxy = await startForwardProxy({ target: server.port, ...proxyOptions });
    const transport = makeTransport({ certificates: [certificate.cert], ...transportOptions(proxy) });
    started.push(server, proxy, transport);
    return { server, proxy, transport };
  }

  it('sends plain requests in absolute form, over the same connection', async () => {
    const { server, proxy, transport } = await start({ secure: false }, ({ port }) => ({
      environment: { HTTP_PROXY: `http://127.0.0.1:${port}` },
    }));
    const first = await post(transport, 'http://llm.example:8000/v1/x?y=1');
    const second = await post(transport, 'http://llm.example:8000/v1/x?y=1');
    assert.deepEqual([first.wire.status, second.wire.status, second.wire.newConnection], [200, 200, false]);
    assert.deepEqual(
      proxy.heads.map(head => head.split('\r\n').slice(0, 2)),
      Array(2).fill(['POST http://llm.example:8000/v1/x?y=1 HTTP/1.1', 'host: llm.example:8000']),
    );
    assert.equal(server.requests.length, 2);
  });

  it('opens a tunnel for TLS: the proxy sees only the host', async () => {
    const { server, proxy, transport } = await start({ secure: true }, ({ port }) => ({
      proxy: `http://127.0.0.1:${port}`,
    }));
    const first = await post(transport, 'https://llm.example/v1/x', {
      headers: [['authorization', 'Bearer k']],
    });
    const second = await post(transport, 'https://llm.example/v1/x');
    assert.deepEqual(
      [first.failure, first.body.text(), second.wire.status, second.wire.newConnection],
      [null, '{"via":"proxy"}', 200, false],
    );
    assert.deepEqual(proxy.heads, ['CONNECT llm.example:443 HTTP/1.1\r\nHost: llm.example:443']);
    assert.match(server.requests[0]?.head ?? '', /^POST \/v1\/x HTTP\/1\.1\r\nhost: llm\.example\r\n/);
    const { sentAt, connectedAt, securedAt, firstByteAt } = first.wire;
    assert.ok(connectedAt !== null && securedAt !== null && firstByteAt !== null);
    assert.ok(sentAt < connectedAt && connectedAt < securedAt && securedAt < firstByteAt);
  });

  it('reads a large answer through the tunnel', async () => {
    const text = 'x'.repeat(400_000);
    const big = await startRawServer(socket => socket.write(okResponse(text)), { secure: certificate });
    const proxy = await startForwardProxy({ target: big.port });
    const transport = makeTransport({
      certificates: [certificate.cert],
      proxy: `http://127.0.0.1:${proxy.port}`,
    });
    started.push(big, proxy, transport);
    const { body, failure } = await post(transport, 'https://llm.example/');
    assert.deepEqual([failure, body.text() === text], [null, true]);
  });

  it('reports an answer that breaks off inside the tunnel', async () => {
    const broken = await startRawServer(
      socket => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'),
      { secure: certificate },
    );
    const proxy = await startForwardProxy({ target: broken.port });
    const transport = makeTransport({
      certificates: [certificate.cert],
      proxy: `http://127.0.0.1:${proxy.port}`,
    });
    started.push(broken, proxy, transport);
    const { body, failure } = await post(transport, 'https://llm.example/');
    assert.deepEqual([failure?.reason, body.text()], ['interrupted', 'half']);
  });

  it('closes the tunnel with the connection', async () => {
    let closed: Promise<unknown> | undefined;
    const server = await startRawServer(
      socket => {
        closed = once(socket, 'close');
        socket.write(okResponse('{}'));
      },
      { secure: certificate },
    );
    const proxy = await startForwardProxy({ target: server.port });
    const transport = makeTransport({
      certificates: [certificate.cert],
      proxy: `http://127.0.0.1:${proxy.port}`,
    });
    started.push(server, proxy);
    await post(transport, 'https://llm.example/');
    transport.close();
    await closed;
  });

  it('applies the timeout to a proxy that does not answer', async () => {
    const silent = await startRawServer(() => {});
    const transport = makeTransport({ proxy: `http://127.0.0.1:${silent.port}` });
    started.push(silent, transport);
    const { failure } = await post(transport, 'https://llm.example/', { timeout: 60 });
    assert.equal(failure?.reason, 'timeout');
  });

  it('reports a server that is not a proxy', async () => {
    const other = await startRawServer(socket => socket.write('220 smtp.example.com ESMTP\r\n\r\n'));
    const transport = makeTransport({ proxy: `http://127.0.0.1:${other.port}` });
    started.push(other, transport);
    const { failure } = await post(transport, 'https://llm.example/');
    assert.equal(failure?.reason, 'connection');
    assert.match(
      failure?.message ?? '',
      /The proxy 127\.0\.0\.1:\d+ refused the connection \(no HTTP answer\)/,
    );
  });

  it('names an IPv6 host in brackets', async () => {
    const { proxy, transport } = await start({ secure: true }, ({ port }) => ({
      proxy: `http://127.0.0.1:${port}`,
    }));
    await post(transport, 'https://[fd00::5]:8443/');
    assert.deepEqual(proxy.heads, ['CONNECT [fd00::5]:8443 HTTP/1.1\r\nHost: [fd00::5]:8443']);
  });

  for (const secure of [false, true]) {
    const url = `${secure ? 'https' : 'http'}://llm.example/`;
    it(`sends user and password to the proxy, but not to the server (${secure ? 'TLS' : 'plain'})`, async () => {
      const { server, transport } = await start({ secure, credentials: 'al:sesame' }, ({ port }) => ({
        proxy: `http://al:sesame@127.0.0.1:${port}`,
      }));
      assert.equal((await post(transport, url)).wire.status, 200);
      // This proxy forwards plain requests unchanged; a real one removes its own header.
      if (secure) assert.doesNotMatch(server.requests[0]?.head ?? '', /proxy-authorization/i);
    });

    it(`reports that the proxy does not accept the user and password (${secure ? 'TLS' : 'plain'})`, async () => {
      const { transport } = await start({ secure, credentials: 'al:sesame' }, ({ port }) => ({
        proxy: `http://al:wrong-one@127.0.0.1:${port}`,
      }));
      const { failure, wire } = await post(transport, url);
      if (!secure) {
        assert.equal(wire.status, 407);
        return;
      }
      assert.equal(failure?.reason, 'connection');
      assert.match(failure?.message ?? '', /proxy 127\.0\.0\.1:\d+ .*\(407\).*http\.proxy or HTTPS_PROXY/);
      assert.doesNotMatch(failure?.message ?? '', /wrong-one/);
    });

    it(`names the proxy, not the server, if the proxy cannot be reached (${secure ? 'TLS' : 'plain'})`, async () => {
      const port = await refusedPort();
      const transport = makeTransport({ proxy: `http://127.0.0.1:${port}` });
      started.push(transport);
      const { failure } = await post(transport, url);
      assert.equal(failure?.reason, 'connection');
      assert.match(
        failure?.message ?? '',
        new RegExp(`proxy 127\\.0\\.0\\.1:${port}.*http\\.proxy or HTTPS_PROXY`),
      );
    });

    it(`uses TLS with the proxy itself, with the configured authorities (${secure ? 'TLS' : 'plain'})`, async () => {
      const server = await startRawServer(
        socket => socket.write(okResponse('{}')),
        secure ? { secure: certificate } : {},
      );
      const proxy = await startForwardProxy({ target: server.port, secure: certificate });
      const transport = makeTransport({
        certificates: [certificate.cert],
        proxy: `https://127.0.0.1:${proxy.port}`,
      });
      started.push(server, proxy, transport);
      const { failure, wire } = await post(transport, url);
      assert.deepEqual([failure, wire.status, proxy.heads.length], [null, 200, 1]);
    });
  }

  it('connects directly if NO_PROXY says so', async () => {
    const { server, proxy, transport } = await start({ secure: false }, ({ port }) => ({
      environment: { HTTP_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: '127.0.0.1' },
    }));
    assert.equal((await post(transport, `http://127.0.0.1:${server.port}/`)).wire.status, 200);
    assert.deepEqual(proxy.heads, []);
  });
});
