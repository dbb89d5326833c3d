import assert from 'node:assert/strict';
import { noWireFacts } from '../../../../src/core/request/wireFacts.ts';
import { lateFailure, wireFailure } from '../../../../src/endpoints/transport/wireFailure.ts';

const server = { host: 'llm.example', port: 443, isProxy: false };
const proxy = { host: 'fd00::5', port: 3128, isProxy: true };

function failure(code: string, peer = server, answering = false) {
  return wireFailure(Object.assign(new Error(`connect ${code}`), { code }), peer, answering);
}

describe('wireFailure', () => {
  const sentences: [code: string, reason: string, message: RegExp][] = [
    ['ECONNREFUSED', 'connection', /^Nothing listens at llm\.example:443 .*base URL/],
    ['ENOTFOUND', 'connection', /^The host name in llm\.example:443 cannot be resolved .*base URL/],
    ['EAI_AGAIN', 'connection', /cannot be resolved .*network/],
    ['ETIMEDOUT', 'connection', /^llm\.example:443 cannot be reached .*proxy/],
    ['ENETUNREACH', 'connection', /^llm\.example:443 cannot be reached/],
    ['EMFILE', 'connection', /^This machine has no more sockets .*"clients".*ulimit -n/],
    ['EADDRNOTAVAIL', 'connection', /^This machine has no more sockets/],
    [
      'ECONNRESET',
      'connection',
      /^The connection to llm\.example:443 was reset before the server answered\.$/,
    ],
    ['EPIPE', 'connection', /^The connection to llm\.example:443 was reset before the server answered\.$/],
    ['CERT_HAS_EXPIRED', 'tls', /certificate that has expired.*CERT_HAS_EXPIRED/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls', /NODE_EXTRA_CA_CERTS/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls', /^llm\.example:443 does not speak TLS: use http:/],
    ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'tls', /no site of that name: .*the base URL/],
    [
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'tls',
      /authority that this machine does not know: .*NODE_EXTRA_CA_CERTS/,
    ],
    ['EPROTO', 'tls', /EPROTO/],
    ['EWHATEVER', 'connection', /^The connection to llm\.example:443 failed: connect EWHATEVER$/],
  ];
  for (const [code, reason, message] of sentences) {
    it(`says what ${code} means and what to do about it`, () => {
      const told = failure(code);
      assert.equal(told.reason, reason);
      assert.match(told.message, message);
      assert.ok(told.message.includes(code) || code === 'ECONNRESET' || code === 'EPIPE');
    });
  }

  it('treats a reset as an interrupted answer once that has begun', () => {
    assert.deepEqual(failure('ECONNRESET', server, true), {
      reason: 'interrupted',
      message: 'The connection was reset before the answer was complete.',
    });
  });

  it('says what a request that took too long was waiting for', () => {
    const late = (facts: object, peer = server) =>
      lateFailure(5, { ...noWireFacts(), newConnection: true, ...facts }, peer, true).message;
    assert.match(
      late({}),
      /^There was no connection to llm\.example:443 within 5 s: check the base URL .*"timeout"/,
    );
    assert.match(late({}, proxy), /^There was no connection to the proxy \[fd00::5\]:3128 .*HTTPS_PROXY/);
    assert.match(late({ connectedAt: 1 }, proxy), /^The proxy .* opened no tunnel within 5 s/);
    assert.match(late({ connectedAt: 1 }), /^llm\.example:443 did not answer the TLS handshake .*use http:/);
    const usual = 'The request took longer than 5 s and was cancelled: raise "timeout", or ask for less.';
    assert.equal(late({ connectedAt: 1, securedAt: 2 }), usual);
    assert.equal(late({ newConnection: false }), usual);
  });

  it('names the proxy if the proxy failed', () => {
    assert.match(
      failure('ECONNREFUSED', proxy).message,
      /^Nothing listens at the proxy \[fd00::5\]:3128 .*http\.proxy or HTTPS_PROXY/,
    );
  });

  it('describes even an error without a message', () => {
    assert.equal(
      wireFailure(new Error(''), server, false).message,
      'The connection to llm.example:443 failed: Error',
    );
  });
});
