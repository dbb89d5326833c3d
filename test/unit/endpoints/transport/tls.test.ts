import assert from 'node:assert/strict';
import * as net from 'node:net';
import { createEndpoint } from '../../../../src/endpoints/registry.ts';
import type { HttpTransport } from '../../../../src/endpoints/transport/httpTransport.ts';
import { parseEndpoint } from '../../../../src/measure/plan/parsePlan.ts';
import { makeTransport, post } from '../support/exchanges.ts';
import { okResponse, type RawServer, startRawServer } from '../support/rawServer.ts';
import { selfSigned } from '../support/selfSigned.ts';

describe('HttpTransport over TLS', () => {
  const authority = selfSigned(['localhost', '127.0.0.1']);
  const started: { close(): unknown }[] = [];
  let server: RawServer;

  beforeEach(async () => {
    server = await startRawServer(socket => socket.write(okResponse('{"secure":true}')), {
      secure: authority,
    });
    started.push(server);
  });
  afterEach(async () => {
    for (const each of started.splice(0).reverse()) await each.close();
  });

  function trusting(...certificates: string[]): HttpTransport {
    const transport = makeTransport({ certificates });
    started.push(transport);
    return transport;
  }

  it('trusts a configured authority, by name and by address, and stamps the handshake', async () => {
    const transport = trusting(authority.cert);
    for (const host of ['localhost', '127.0.0.1']) {
      const exchange = await post(transport, `https://${host}:${server.port}/`);
      assert.deepEqual([exchange.failure, exchange.body.text()], [null, '{"secure":true}']);
      const { sentAt, connectedAt, securedAt, firstByteAt } = exchange.wire;
      assert.ok(connectedAt !== null && securedAt !== null && firstByteAt !== null);
      assert.ok(sentAt < connectedAt && connectedAt < securedAt && securedAt < firstByteAt);
    }
  });

  it('does not check the certificate of one server if asked, and says so', async () => {
    const other = await startRawServer(socket => socket.write(okResponse('{}')), { secure: authority });
    started.push(other);
    const transport = trusting();
    const at = (port: number) => `https://127.0.0.1:${port}/`;
    assert.equal((await post(transport, at(server.port))).failure?.reason, 'tls');
    assert.equal(transport.insecure, false);
    transport.skipChecksOf(at(server.port));
    assert.equal((await post(transport, at(server.port))).failure, null);
    assert.equal((await post(transport, at(other.port))).failure?.reason, 'tls');
    assert.equal(transport.insecure, true);
  });

  it('checks the certificate of a provider, whatever is asked', async () => {
    const clock = { now: () => 0, wall: () => 0 };
    const opened = async (endpoint: object) => {
      const transport = trusting();
      const config = parseEndpoint({ kind: 'openai-chat', model: 'm', insecure: true, ...endpoint });
      return (await createEndpoint(config, {}, transport, clock)).insecure;
    };
    for (const endpoint of [
      {},
      { baseUrl: 'https://api.openai.com:8443/v1' },
      { baseUrl: 'https://api.anthropic.com/v1' },
      { baseUrl: 'https://res.openai.azure.com' },
      { kind: 'bedrock-converse', region: 'eu-west-1' },
    ]) {
      await assert.rejects(opened(endpoint), /^UserError: "insecure" is for servers of your own, but /);
    }
    assert.equal(await opened({ baseUrl: 'https://gpu.example/v1' }), true);
    assert.equal(await opened({ baseUrl: 'http://gpu.example/v1' }), false);
  });

  it('reuses a connection without another handshake', async () => {
    const transport = trusting(authority.cert);
    await post(transport, `https://localhost:${server.port}/`);
    const second = await post(transport, `https://localhost:${server.port}/`);
    assert.deepEqual(
      [second.wire.newConnection, second.wire.securedAt, server.connections],
      [false, null, 1],
    );
  });

  it('reads an answer of many records, larger than its buffer', async () => {
    const text = 'x'.repeat(500_000);
    const big = await startRawServer(socket => socket.write(okResponse(text)), { secure: authority });
    started.push(big);
    const { body } = await post(trusting(authority.cert), `https://localhost:${big.port}/`);
    assert.equal(body.text() === text, true);
  });

  it('refuses a certificate that it cannot trust, and says what to do', async () => {
    const { failure } = await post(trusting(), `https://localhost:${server.port}/`);
    assert.equal(failure?.reason, 'tls');
    assert.match(failure?.message ?? '', /localhost:\d+.*NODE_EXTRA_CA_CERTS.*DEPTH_ZERO_SELF_SIGNED_CERT/);
  });

  it('refuses a certificate for another host', async () => {
    const other = selfSigned(['llm.example']);
    const elsewhere = await startRawServer(socket => socket.write(okResponse('{}')), { secure: other });
    started.push(elsewhere);
    const { failure } = await post(trusting(other.cert), `https://localhost:${elsewhere.port}/`);
    assert.equal(failure?.reason, 'tls');
    assert.match(failure?.message ?? '', /ERR_TLS_CERT_ALTNAME_INVALID/);
  });

  it('reports a server without TLS', async () => {
    const plain = net.createServer(socket => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    await new Promise<void>(resolve => plain.listen(0, '127.0.0.1', resolve));
    started.push(plain);
    const { port } = plain.address() as net.AddressInfo;
    const { failure } = await post(trusting(), `https://127.0.0.1:${port}/`);
    assert.equal(failure?.reason, 'tls', failure?.message);
  });
});
