import assert from 'node:assert/strict';
import { wireFailure } from '../../../../src/endpoints/transport/wireFailure.ts';

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
    ['ECONNRESET', 'connection', /^The connection was reset before the server answered\.$/],
    ['EPIPE', 'connection', /^The connection was reset before the server answered\.$/],
    ['CERT_HAS_EXPIRED', 'tls', /CERT_HAS_EXPIRED.*certificate/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls', /NODE_EXTRA_CA_CERTS/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls', /llm\.example:443/],
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
