import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { HttpSyntaxError, ResponseParser } from '../../../../src/endpoints/transport/responseParser.ts';
import { WireLog } from '../../../../src/endpoints/transport/wireLog.ts';

/** A response on the wire, and which of its bytes are body. */
interface Wire {
  bytes: Buffer;
  isBody: boolean[];
  status: number;
  keepAlive: boolean;
  endsByClosing: boolean;
}

interface Parsed {
  status: number;
  keepAlive: boolean;
  done: boolean;
  body: string;
  /** End of the body's bytes and time, for every read that brought some. */
  marks: [end: number, at: number][];
}

const token = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const fieldValue = fc.stringMatching(/^[!-~]([ !-~]{0,12}[!-~])?$/);
const newline = fc.constantFrom('\r\n', '\r\n', '\n');

const chunkArb = fc.record({
  data: fc.uint8Array({ minLength: 1, maxLength: 40 }),
  extension: fc.constantFrom('', '', ';name=value', ' ; q="1\t2"', ';flag'),
  upperCase: fc.boolean(),
  zeros: fc.integer({ min: 0, max: 3 }),
});

const responseArb = fc
  .record({
    interim: fc.array(fc.constantFrom('100 Continue', '103 Early Hints'), { maxLength: 2 }),
    kind: fc.constantFrom('chunked', 'length', 'close', 'none' as const),
    version: fc.constantFrom('1', '1', '0'),
    headers: fc.array(fc.tuple(token, fieldValue), { maxLength: 3 }),
    chunks: fc.array(chunkArb, { maxLength: 6 }),
    trailers: fc.array(fc.tuple(token, fieldValue), { maxLength: 2 }),
    newline,
  })
  .map(makeWire);

type ResponseModel = {
  interim: string[];
  kind: string;
  version: string;
  headers: [string, string][];
  chunks: { data: Uint8Array; extension: string; upperCase: boolean; zeros: number }[];
  trailers: [string, string][];
  newline: string;
};

function makeWire({ interim, kind, version, headers, chunks, trailers, newline: nl }: ResponseModel): Wire {
  const parts: { bytes: Buffer; body: boolean }[] = [];
  const write = (bytes: string | Uint8Array, body = false) =>
    parts.push({
      bytes: typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : Buffer.from(bytes),
      body,
    });
  for (const status of interim) write(`HTTP/1.1 ${status}${nl}link: </x>${nl}${nl}`);
  const status = kind === 'none' ? 204 : 200;
  write(`HTTP/1.${version} ${status} Whatever it says${nl}`);
  for (const [name, value] of headers) write(`x-${name}: ${value}${nl}`);
  const whole = Buffer.concat(chunks.map(({ data }) => data));
  if (kind === 'chunked') write(`Transfer-Encoding: gzip, Chunked${nl}`);
  if (kind === 'length') write(`Content-Length:  ${whole.length} ${nl}`);
  write(nl);
  if (kind === 'chunked') {
    for (const { data, extension, upperCase, zeros } of chunks) {
      const digits = '0'.repeat(zeros) + data.length.toString(16);
      write(`${upperCase ? digits.toUpperCase() : digits}${extension}${nl}`);
      write(data, true);
      write(nl);
    }
    write(`0${nl}`);
    for (const [name, value] of trailers) write(`x-${name}: ${value}${nl}`);
    write(nl);
  } else if (kind !== 'none') {
    write(whole, true);
  }
  return {
    bytes: Buffer.concat(parts.map(({ bytes }) => bytes)),
    isBody: parts.flatMap(({ bytes, body }) => Array.from(bytes, () => body)),
    status,
    keepAlive: version === '1' && kind !== 'close',
    endsByClosing: kind === 'close',
  };
}

/** Feeds the bytes in pieces, cut at `cuts`; piece i arrives at 10 * i. */
function parse(bytes: Buffer, cuts: readonly number[]): Parsed {
  const log = new WireLog();
  const parser = new ResponseParser(log);
  const ends = [...cuts, bytes.length];
  let start = 0;
  ends.forEach((end, i) => {
    // Like a socket: every read starts at the beginning of the same buffer.
    const piece = Buffer.alloc(end - start + 5, '#');
    bytes.copy(piece, 0, start, end);
    parser.feed(piece, end - start, 10 * i);
    start = end;
  });
  const marks = Array.from({ length: log.marks }, (_, i): [number, number] => [log.end(i), log.time(i)]);
  const closed = parser.close();
  assert.equal(closed, parser.done);
  return {
    status: parser.status,
    keepAlive: parser.keepAlive,
    done: parser.done,
    body: log.bytes.toString('hex', 0, log.length),
    marks,
  };
}

/** The result that the description of the wire demands. */
function expected(wire: Wire, cuts: readonly number[]): Parsed {
  const body = wire.bytes.filter((_, i) => wire.isBody[i]);
  const marks: [number, number][] = [];
  let start = 0;
  let length = 0;
  [...cuts, wire.bytes.length].forEach((end, i) => {
    const before = length;
    length += wire.isBody.slice(start, end).filter(Boolean).length;
    if (length > before) marks.push([length, 10 * i]);
    start = end;
  });
  return {
    status: wire.status,
    keepAlive: wire.keepAlive,
    done: true,
    body: Buffer.from(body).toString('hex'),
    marks,
  };
}

const response = (head: string, body = '') =>
  Buffer.from(`${head.replaceAll('\n', '\r\n')}\r\n\r\n${body}`, 'latin1');

describe('ResponseParser', () => {
  it('yields the same body and the times of the reads, however a valid response is cut', () => {
    fc.assert(
      fc.property(
        responseArb,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }),
        (wire, fractions) => {
          const cuts = [...new Set(fractions.map(fraction => Math.floor(fraction * wire.bytes.length)))].sort(
            (a, b) => a - b,
          );
          assert.deepEqual(parse(wire.bytes, cuts), expected(wire, cuts));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('yields the same for every single cut and byte by byte', () => {
    const wire = makeWire({
      interim: ['100 Continue'],
      kind: 'chunked',
      version: '1',
      headers: [['a', 'b']],
      chunks: [
        { data: Buffer.from('data: 1\n\n'), extension: ';x=y', upperCase: false, zeros: 2 },
        { data: Buffer.alloc(26, 'z'), extension: '', upperCase: true, zeros: 0 },
      ],
      trailers: [['t', 'u']],
      newline: '\r\n',
    });
    for (let cut = 0; cut <= wire.bytes.length; cut += 1) {
      assert.deepEqual(parse(wire.bytes, [cut]), expected(wire, [cut]));
    }
    const everywhere = Array.from({ length: wire.bytes.length - 1 }, (_, i) => i + 1);
    assert.deepEqual(parse(wire.bytes, everywhere), expected(wire, everywhere));
  });

  it('is not done before a response is complete, and reports it when the connection closes', () => {
    fc.assert(
      fc.property(
        responseArb,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (wire, fraction) => {
          fc.pre(!wire.endsByClosing);
          const cut = Math.floor(fraction * wire.bytes.length);
          const parser = new ResponseParser(new WireLog());
          parser.feed(wire.bytes, cut, 0);
          assert.equal(parser.close(), false);
        },
      ),
    );
  });

  it('does not keep a connection with bytes after the response, and does not add them to the body', () => {
    const parsed = parse(response('HTTP/1.1 200 OK\nContent-Length: 2', 'okHTTP/1.1 200 OK'), []);
    assert.deepEqual([parsed.done, parsed.keepAlive, parsed.body], [true, false, '6f6b']);
  });

  it('interprets Connection by the version of HTTP', () => {
    const keepAlive = (head: string) => parse(response(`${head}\nContent-Length: 0`), []).keepAlive;
    assert.deepEqual(
      {
        '1.1': keepAlive('HTTP/1.1 200 OK'),
        '1.1 close': keepAlive('HTTP/1.1 200 OK\nConnection: Close'),
        '1.0': keepAlive('HTTP/1.0 200 OK'),
        '1.0 keep-alive': keepAlive('HTTP/1.0 200 OK\nConnection: Keep-Alive'),
      },
      { '1.1': true, '1.1 close': false, '1.0': false, '1.0 keep-alive': true },
    );
  });

  it('joins repeated headers, keeps colons in values and allows empty ones', () => {
    const parser = new ResponseParser(new WireLog());
    const bytes = response('HTTP/1.1 200\nX-A: 1\nx-a: 2\nDate: 10:00:00\nX-Empty:\nContent-Length: 0');
    parser.feed(bytes, bytes.length, 0);
    assert.deepEqual(
      [...parser.headers],
      [
        ['x-a', '1, 2'],
        ['date', '10:00:00'],
        ['x-empty', ''],
        ['content-length', '0'],
      ],
    );
  });

  it('joins folded headers, keeps any bytes in values, and takes names that are no tokens', () => {
    const parser = new ResponseParser(new WireLog());
    const bytes = response(
      '\nHTTP/1.1 200 OK\nX-Policy: a\n b\n\tc\nX Rate (Limit): 1\nX-Who: J\xfcrgen\nContent-Length : 1',
      'x',
    );
    parser.feed(bytes, bytes.length, 0);
    assert.deepEqual(
      [...parser.headers],
      [
        ['x-policy', 'a b c'],
        ['x rate (limit)', '1'],
        ['x-who', 'J\xfcrgen'],
        ['content-length', '1'],
      ],
    );
    assert.equal(parser.done, true);
  });

  it('prefers the transfer encoding to Content-Length, and accepts a repeated equal Content-Length', () => {
    const chunked = response(
      'HTTP/1.1 200 OK\nContent-Length: 99\nTransfer-Encoding: chunked',
      '1\r\nx\r\n0\r\n\r\n',
    );
    assert.deepEqual(parse(chunked, []).body, '78');
    assert.deepEqual(
      parse(response('HTTP/1.1 200 OK\nContent-Length: 1\nContent-Length: 1', 'x'), []).body,
      '78',
    );
  });

  const refused: Record<string, Buffer> = {
    'another protocol': Buffer.from('SSH-2.0-OpenSSH_9.6\r\n'),
    'HTTP/2': Buffer.from('HTTP/2 200\r\n\r\n'),
    'a bare status line': Buffer.from('200 OK\r\n\r\n'),
    'a status that is no number': Buffer.from('HTTP/1.1 abc\r\n\r\n'),
    'a header without a name': response('HTTP/1.1 200 OK\n: x'),
    'a header without a colon': response('HTTP/1.1 200 OK\nnonsense'),
    'a length that is no number': response('HTTP/1.1 200 OK\nContent-Length: many'),
    'a negative length': response('HTTP/1.1 200 OK\nContent-Length: -1'),
    'an empty length': response('HTTP/1.1 200 OK\nContent-Length:'),
    'a hexadecimal length': response('HTTP/1.1 200 OK\nContent-Length: 0x10'),
    'two lengths that differ': response('HTTP/1.1 200 OK\nContent-Length: 1\nContent-Length: 2'),
    'a chunk without a size': response('HTTP/1.1 200 OK\nTransfer-Encoding: chunked', '\r\n'),
    'a chunk whose size is no number': response('HTTP/1.1 200 OK\nTransfer-Encoding: chunked', 'xyz\r\n'),
    'a chunk of an absurd size': response(
      'HTTP/1.1 200 OK\nTransfer-Encoding: chunked',
      'ffffffffffffffffff\r\n',
    ),
    'a chunk longer than its size': response('HTTP/1.1 200 OK\nTransfer-Encoding: chunked', '1\r\nabc\r\n'),
    'a head without an end': Buffer.from(`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(60_000)}`),
  };
  for (const [what, bytes] of Object.entries(refused)) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parse(bytes, []), HttpSyntaxError);
    });
  }
});
