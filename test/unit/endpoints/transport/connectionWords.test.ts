import assert from 'node:assert/strict';
import * as http2 from 'node:http2';
import * as net from 'node:net';
import * as tls from 'node:tls';
import type { HttpTransport } from '../../../../src/endpoints/transport/httpTransport.ts';
import { makeTransport, post } from '../support/exchanges.ts';
import { okResponse, startRawServer } from '../support/rawServer.ts';
import { selfSigned } from '../support/selfSigned.ts';

describe('the words for a connection that does not work', () => {
  const own = selfSigned(['localhost', '127.0.0.1']);
  const open: { close(): unknown }[] = [];
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each.close();
  });

  function transport(...certificates: string[]): HttpTransport {
    const made = makeTransport({ certificates });
    open.push(made);
    return made;
  }

  /** A server that is done with a socket as soon as it has received something. */
  async function listening(server: net.Server): Promise<number> {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    open.push(server);
    return (server.address() as net.AddressInfo).port;
  }

  function plain(answer: (socket: net.Socket) => void): Promise<number> {
    const server = net.createServer(socket => {
      socket.on('error', () => {});
      socket.once('data', () => answer(socket));
    });
    return listening(server);
  }

  function secure(options: tls.TlsOptions): Promise<number> {
    const server = tls.createServer(options, socket => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(okResponse('{}')));
    });
    return listening(server.on('tlsClientError', () => {}));
  }

  async function failureAt(url: string, ...certificates: string[]) {
    const { failure } = await post(transport(...certificates), url);
    return [failure?.reason, failure?.message.replace(/:\d{4,5}/g, ':PORT')];
  }

  it('https at a server without TLS', async () => {
    const words = [
      'tls',
      '127.0.0.1:PORT does not speak TLS: use http:// instead of https:// in the base URL (EPROTO).',
    ];
    for (const answer of ['HTTP/1.1 400 Bad Request\r\n\r\n', 'SSH-2.0-OpenSSH_9.6\r\n']) {
      const port = await plain(socket => socket.end(answer));
      assert.deepEqual(await failureAt(`https://127.0.0.1:${port}/v1`), words);
    }
    const closing = await plain(socket => socket.end());
    assert.deepEqual(await failureAt(`https://127.0.0.1:${closing}/v1`), [
      'connection',
      'The connection to 127.0.0.1:PORT was reset during the TLS handshake: use http:// in the base URL if the server does not speak TLS.',
    ]);
  });

  it('http at a server with TLS, which closes or sends an alert', async () => {
    const port = await secure(own);
    const [reason, message] = await failureAt(`http://127.0.0.1:${port}/v1`);
    assert.equal(reason, 'connection');
    assert.match(
      message ?? '',
      /^The connection to 127\.0\.0\.1:PORT was (closed|reset) before the server answered\. Use https:\/\/ in the base URL if the server speaks TLS\.$/,
    );
    const alert = await plain(socket => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 70])));
    assert.deepEqual(await failureAt(`http://127.0.0.1:${alert}/v1`), [
      'protocol',
      'The server speaks TLS: use https:// instead of http:// in the base URL.',
    ]);
  });

  it('a server that has answered before is not suspected of speaking TLS', async () => {
    const server = await startRawServer((socket, { number }) =>
      number === 1 ? socket.end(okResponse('{}', 'connection: close\r\n')) : socket.destroy(),
    );
    open.push(server);
    const client = transport();
    await post(client, `http://127.0.0.1:${server.port}/`);
    const { failure } = await post(client, `http://127.0.0.1:${server.port}/`);
    assert.match(failure?.message ?? '', /before the server answered\.$/);
  });

  it('a server that speaks HTTP/2 only, with and without TLS', async () => {
    const ignore = () => {};
    const strict = http2.createSecureServer({ ...own, allowHTTP1: false });
    const port = await listening(strict.on('sessionError', ignore).on('tlsClientError', ignore));
    assert.deepEqual(await failureAt(`https://localhost:${port}/v1`, own.cert), [
      'tls',
      'localhost:PORT speaks HTTP/2 only, and LLMeter HTTP/1.1: put a proxy in front of it, or use another port (EPROTO).',
    ]);
    const clear = await listening(http2.createServer().on('sessionError', ignore));
    assert.deepEqual(await failureAt(`http://127.0.0.1:${clear}/v1`), [
      'protocol',
      'The server speaks HTTP/2 only, and LLMeter HTTP/1.1: put a proxy in front of it, or use another port in the base URL.',
    ]);
  });

  it('a server of another protocol is quoted', async () => {
    const port = await plain(socket => socket.end("-ERR unknown command 'POST'\r\n"));
    assert.deepEqual(await failureAt(`http://127.0.0.1:${port}/v1`), [
      'protocol',
      'The server did not answer in HTTP/1.1 but with "-ERR unknown command \'POST\'": check the host and the port in the base URL.',
    ]);
  });

  it('a certificate for other names, with the names', async () => {
    const names = ['other.example', 'b.example', 'c.example', 'd.example'];
    const other = selfSigned(names);
    assert.deepEqual(await failureAt(`https://localhost:${await secure(other)}/v1`, other.cert), [
      'tls',
      'localhost:PORT has a certificate for other.example, b.example, c.example and 1 more: use such a name in the base URL (ERR_TLS_CERT_ALTNAME_INVALID).',
    ]);
  });

  it('a certificate that nobody vouches for, or that is no longer or not yet valid', async () => {
    const [, unknown] = await failureAt(`https://localhost:${await secure(own)}/v1`);
    assert.match(
      unknown ?? '',
      /^localhost:PORT has a certificate that it signed itself: .*NODE_EXTRA_CA_CERTS.*SELF_SIGNED/,
    );
    for (const [days, words] of [
      [[-9, -3], /has a certificate that has expired: .*clock/],
      [[3, 9], /has a certificate that is not valid yet: .*clock/],
    ] as const) {
      const wrong = selfSigned(['localhost'], { days: [...days] });
      const [reason, message] = await failureAt(`https://localhost:${await secure(wrong)}/v1`, wrong.cert);
      assert.equal(reason, 'tls');
      assert.match(message ?? '', words);
    }
  });

  it('a server that wants a certificate of the client', async () => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const port = await secure({ ...own, requestCert: true, rejectUnauthorized: true, maxVersion });
      const [reason, message] = await failureAt(`https://localhost:${port}/v1`, own.cert);
      assert.equal(reason, 'tls');
      assert.match(message ?? '', /wants a certificate of this client/);
    }
  });

  it('no version and no cipher in common', async () => {
    const old = {
      ...own,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    } as const;
    const [, versions] = await failureAt(`https://localhost:${await secure(old)}/v1`, own.cert);
    assert.match(versions ?? '', /^localhost:PORT offers only old versions of TLS: it needs TLS 1\.2/);
    const rare = { ...own, maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-NULL-SHA:@SECLEVEL=0' } as const;
    const [, ciphers] = await failureAt(`https://localhost:${await secure(rare)}/v1`, own.cert);
    assert.match(ciphers ?? '', /^localhost:PORT and this client have no TLS cipher in common/);
  });
});
