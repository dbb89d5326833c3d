import assert from 'node:assert/strict';
import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import * as fc from 'fast-check';
import { bodyText, codingsOf, largestAnswer } from '../../../src/endpoints/http/contentEncoding.ts';
import { decompressed } from '../../../src/endpoints/http/decompression.ts';
import { readSse, type SseEvent } from '../../../src/endpoints/transport/sse.ts';
import { WireLog } from '../../../src/endpoints/transport/wireLog.ts';

const compressors = {
  gzip: () => zlib.createGzip(),
  deflate: () => zlib.createDeflate(),
  'deflate-raw': () => zlib.createDeflateRaw(),
  br: () => zlib.createBrotliCompress(),
  zstd: () => (zlib as typeof zlib & { createZstdCompress(): zlib.BrotliCompress }).createZstdCompress(),
};
type Name = keyof typeof compressors;
const names = Object.keys(compressors) as Name[];

/** The coding as a header names it: raw deflate has no name of its own. */
const headerOf = (name: Name) => (name === 'deflate-raw' ? 'deflate' : name);

const codings = (encoding: string) => codingsOf({ headers: new Map([['content-encoding', encoding]]) });

/** Compresses pieces, flushed one by one. Returns the bytes and where each piece ends. */
async function compress(name: Name, pieces: readonly string[]): Promise<{ bytes: Buffer; ends: number[] }> {
  const compressor = compressors[name]();
  const written: Buffer[] = [];
  let length = 0;
  compressor.on('data', (data: Buffer) => {
    written.push(data);
    length += data.length;
  });
  const ends: number[] = [];
  for (const piece of pieces) {
    compressor.write(piece);
    await new Promise<void>(resolve => compressor.flush(() => setImmediate(resolve)));
    ends.push(length);
  }
  compressor.end();
  await new Promise(resolve => compressor.once('end', resolve));
  return { bytes: Buffer.concat(written), ends };
}

/** Bytes that arrived in pieces cut at `cuts`; piece i at 100 + i. */
function arrived(bytes: Buffer, cuts: readonly number[]): WireLog {
  const log = new WireLog();
  let start = 0;
  [...cuts, bytes.length].forEach((end, i) => {
    if (end > start) log.append(bytes, start, end, 100 + i);
    start = end;
  });
  return log;
}

function eventsIn(log: WireLog): SseEvent[] {
  const events: SseEvent[] = [];
  readSse(log, event => events.push(event));
  return events;
}

describe('decompressed', () => {
  it('gives the same events as without compression, wherever the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 10 }),
        async (name, texts, fractions) => {
          const pieces = texts.map(text => `data: ${JSON.stringify(text)}\n\n`);
          const { bytes, ends } = await compress(name, pieces);
          const cuts = [...new Set(fractions.map(fraction => Math.floor(fraction * bytes.length)))].sort(
            (a, b) => a - b,
          );
          const { body, problem } = await decompressed(arrived(bytes, cuts), codings(headerOf(name)));
          assert.equal(problem, null);
          const events = eventsIn(body);
          assert.deepEqual(
            events.map(({ data }) => data),
            texts.map(text => JSON.stringify(text)),
          );
          // Once all of a piece has arrived, its event is complete, and not before its first byte came.
          events.forEach(({ at }, i) => {
            const arrival = (index: number) => 100 + cuts.filter(cut => cut <= index).length;
            assert.ok(at <= arrival((ends[i] ?? 0) - 1), `${name}: event ${i} is late`);
            assert.ok(at >= arrival(ends[i - 1] ?? 0), `${name}: event ${i} is early`);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('feeds every byte to a decoder once', async () => {
    const pieces = Array.from({ length: 300 }, (_, i) => `data: ${i}\n\n`);
    const { bytes, ends } = await compress('gzip', pieces);
    let fed = 0;
    const open = (): Transform => {
      const decoder = zlib.createGunzip();
      const write = decoder.write.bind(decoder) as (piece: Buffer, done: () => void) => boolean;
      decoder.write = ((piece: Buffer, done: () => void) => {
        fed += piece.length;
        return write(piece, done);
      }) as typeof decoder.write;
      return decoder;
    };
    const { body } = await decompressed(arrived(bytes, ends), ['gzip'], { open, limit: largestAnswer });
    assert.deepEqual([fed, body.text()], [bytes.length, pieces.join('')]);
  });

  it('undoes several codings in reverse order', async () => {
    const bytes = zlib.brotliCompressSync(zlib.gzipSync('data: x\n\n'));
    const { body } = await decompressed(arrived(bytes, [5, 9]), codings('gzip, br'));
    assert.equal(body.text(), 'data: x\n\n');
  });

  it('ignores codings that mean nothing, and reads a body that was never compressed', async () => {
    for (const encoding of ['none', 'identity', 'utf-8', '', 'gzip', 'deflate', 'br', 'zstd', 'GZIP']) {
      const plain = 'data: {"a":1}\n\n';
      const log = arrived(Buffer.from(plain), [3]);
      const { body, problem } = await decompressed(log, codings(encoding));
      assert.deepEqual([body.text(), problem], [plain, null], encoding);
      const headers = new Map([['content-encoding', encoding]]);
      assert.equal(bodyText({ headers, body: log }), plain);
    }
  });

  it('keeps what came before damaged bytes, and names the problem', async () => {
    const { bytes, ends } = await compress('gzip', ['data: one\n\n', 'data: two\n\n']);
    bytes.fill(0xff, ends[0]);
    const { body, problem } = await decompressed(arrived(bytes, ends), ['gzip']);
    assert.equal(body.text(), 'data: one\n\n');
    assert.notEqual(problem, null);
  });

  it('accepts a body that was cut off or is padded with zeros', async () => {
    for (const name of names) {
      const { bytes, ends } = await compress(name, ['data: one\n\n', 'data: two\n\n']);
      const cut = await decompressed(arrived(bytes.subarray(0, ends[0]), []), codings(headerOf(name)));
      assert.deepEqual([cut.body.text(), cut.problem], ['data: one\n\n', null], name);
    }
    for (const name of names) {
      const { bytes } = await compress(name, ['data: one\n\n']);
      const padded = Buffer.concat([bytes, Buffer.alloc(32)]);
      for (const cuts of [[], [bytes.length], [bytes.length + 5, bytes.length + 9]]) {
        const { body } = await decompressed(arrived(padded, cuts), codings(headerOf(name)));
        assert.equal(body.text(), 'data: one\n\n', name);
      }
    }
  });

  it('reads nothing if this Node has no decoder, and says so', async () => {
    const open = () => {
      throw new Error('Node 20.0.0 cannot decompress zstd: use Node 22.15 or newer.');
    };
    const log = arrived(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0]), []);
    const { body, problem } = await decompressed(log, ['zstd'], { open, limit: largestAnswer });
    assert.deepEqual([body.length, problem?.includes('use Node 22.15')], [0, true]);
  });

  it('stops at a limit, and names it', async () => {
    const bomb = zlib.brotliCompressSync(Buffer.alloc(largestAnswer + 1, 'x'));
    assert.ok(bomb.length < 1000);
    const { body, problem } = await decompressed(arrived(bomb, []), ['br']);
    assert.match(problem ?? '', /limit of 64 MiB/);
    assert.ok(body.length <= largestAnswer);
  });
});
