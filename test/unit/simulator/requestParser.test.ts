import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  BadRequestBytes,
  type HttpRequest,
  RequestParser,
} from '../../../src/simulator/http/requestParser.ts';

function parse(pieces: readonly Buffer[]): HttpRequest[] {
  const parser = new RequestParser();
  const requests: HttpRequest[] = [];
  for (const piece of pieces) {
    parser.push(piece);
    for (let request = parser.next(); request; request = parser.next()) requests.push(request);
  }
  return requests;
}

function plain(request: HttpRequest | undefined): unknown {
  return (
    request && {
      ...request,
      query: request.query.toString(),
      headers: Object.fromEntries(request.headers),
      body: request.body.toString(),
    }
  );
}

function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const cuts = [0, ...[...new Set(places)].sort((a, b) => a - b), bytes.length];
  return cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
}

describe('simulator: request parser', () => {
  const sized = Buffer.from(
    'POST /fast/v1/messages?beta=true HTTP/1.1\r\nHost: x\r\nX-Two: a\r\nx-two: b\r\nContent-Length: 9\r\n\r\n{"é":"😀"'.replace(
      '9',
      String(Buffer.byteLength('{"é":"😀"')),
    ),
  );
  const chunked = Buffer.from(
    'POST /v1/messages HTTP/1.1\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n5;ext=1\r\nhello\r\nA\r\n, wide wor\r\n2\r\nld\r\n0\r\ntrailer: t\r\n\r\n',
  );
  const sizedRequest = {
    method: 'POST',
    path: '/fast/v1/messages',
    query: 'beta=true',
    headers: { host: 'x', 'x-two': 'a, b', 'content-length': '12' },
    body: '{"é":"😀"',
    keepAlive: true,
  };
  const chunkedRequest = {
    method: 'POST',
    path: '/v1/messages',
    query: '',
    headers: { 'transfer-encoding': 'chunked', connection: 'close' },
    body: 'hello, wide world',
    keepAlive: false,
  };

  it('reads bodies with a length and chunked bodies, split at every byte', () => {
    for (const [bytes, expected] of [
      [sized, sizedRequest],
      [chunked, chunkedRequest],
    ] as const) {
      for (let cut = 0; cut <= bytes.length; cut++) {
        assert.deepEqual(parse(cutAt(bytes, [cut])).map(plain), [expected], `cut at ${cut}`);
      }
      assert.deepEqual(parse([...bytes].map(byte => Buffer.from([byte]))).map(plain), [expected]);
    }
  });

  it('reads consecutive requests, however they are split', () => {
    const bytes = Buffer.concat([sized, Buffer.from('\r\n'), chunked, sized]);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length)), places => {
        const expected = [sizedRequest, chunkedRequest, sizedRequest];
        assert.deepEqual(parse(cutAt(bytes, places)).map(plain), expected);
      }),
    );
  });

  it('asks once for a body that waits for 100 Continue', () => {
    const parser = new RequestParser();
    parser.push(Buffer.from('POST / HTTP/1.1\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n'));
    assert.equal(parser.next(), null);
    assert.deepEqual([parser.takeContinue(), parser.takeContinue()], [true, false]);
    parser.push(Buffer.from('ok'));
    assert.equal(parser.next()?.body.toString(), 'ok');
  });

  it('does not ask when the body has already arrived', () => {
    const parser = new RequestParser();
    parser.push(Buffer.from('POST / HTTP/1.1\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\nok'));
    assert.ok(parser.next());
    assert.equal(parser.takeContinue(), false);
  });

  it('recognises when to keep a connection open', () => {
    const kept = (text: string): boolean | undefined => parse([Buffer.from(text)])[0]?.keepAlive;
    assert.deepEqual(
      [
        kept('GET / HTTP/1.1\r\n\r\n'),
        kept('GET / HTTP/1.1\r\nConnection: Close\r\n\r\n'),
        kept('GET / HTTP/1.0\r\n\r\n'),
        kept('GET / HTTP/1.0\r\nconnection: keep-alive\r\n\r\n'),
      ],
      [true, false, false, true],
    );
  });

  for (const [name, text] of [
    ['a request line of another protocol', 'GET / HTTP/2.0\r\n\r\n'],
    ['a header without a colon', 'GET / HTTP/1.1\r\nhost\r\n\r\n'],
    ['a folded header', 'GET / HTTP/1.1\r\na: b\r\n c\r\n\r\n'],
    ['a length that is no number', 'GET / HTTP/1.1\r\ncontent-length: 1e3\r\n\r\n'],
    ['two lengths', 'GET / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n'],
    ['length and chunks', 'GET / HTTP/1.1\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n'],
    ['an unknown coding', 'GET / HTTP/1.1\r\ntransfer-encoding: gzip\r\n\r\n'],
    ['a chunk size that is no number', 'GET / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nx\r\n'],
    ['a chunk longer than its size', 'GET / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n1\r\nabc\r\n'],
    ['a head without end', `GET / HTTP/1.1\r\na: ${'b'.repeat(70_000)}`],
  ] as const) {
    it(`refuses ${name}`, () => {
      assert.throws(() => parse([Buffer.from(text)]), BadRequestBytes);
    });
  }
});
