import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { messageOf } from '../../core/base/errors.ts';
import { WireLog } from '../transport/wireLog.ts';
import { actualCoding, type Coding, codingsOf, largestAnswer } from './contentEncoding.ts';
import { createZstdDecompress } from './zstd.ts';

export interface Decompressed {
  /** What could be decompressed. Each piece has the stamp of the read that completed it. */
  body: WireLog;
  /** Why it ends early; null = it does not. */
  problem: string | null;
}

/** How to open a decoder, and how much one may return. Replaced in tests. */
export interface Decompression {
  open: (coding: Coding) => Transform;
  /** Bytes. */
  limit: number;
}

/**
 * Decompresses a recorded body read by read: one decoder for each coding, fed every byte once. The decoders
 * run in Node's thread pool, so that no socket waits for them. `codings`: the last applied first.
 */
export async function decompressed(
  body: WireLog,
  codings: readonly Coding[],
  options: Decompression = { open: openDecoder, limit: largestAnswer },
): Promise<Decompressed> {
  let result: Decompressed = { body, problem: null };
  for (const named of codings) {
    const coding = actualCoding(named, result.body.bytes.subarray(0, result.body.length));
    if (coding === null || result.body.length === 0) continue;
    const decoder = opened(coding, options);
    // What is still compressed must not be read as text.
    if (typeof decoder === 'string') return { body: new WireLog(), problem: decoder };
    const inner = await decode(result.body, decoder, options.limit);
    result = { body: inner.body, problem: result.problem ?? inner.problem };
  }
  return result;
}

/** The decoder, or why there is none. */
function opened(coding: Coding, { open }: Decompression): Transform | string {
  try {
    return open(coding);
  } catch (error) {
    return messageOf(error);
  }
}

/** What has arrived of a body that is still growing, decompressed; null = it is not compressed. */
export function plainSoFar(body: WireLog, headers: ReadonlyMap<string, string>): Promise<WireLog> | null {
  const codings = codingsOf({ headers });
  if (codings.length === 0) return null;
  const sofar = new WireLog();
  sofar.append(body.bytes, 0, body.length, 0);
  return decompressed(sofar, codings).then(plain => plain.body);
}

function openDecoder(coding: Coding): Transform {
  switch (coding) {
    case 'gzip':
      return zlib.createGunzip();
    case 'deflate':
      return zlib.createInflate();
    case 'deflate-raw':
      return zlib.createInflateRaw();
    case 'br':
      return zlib.createBrotliDecompress();
    case 'zstd':
      return createZstdDecompress();
    default:
      return coding satisfies never;
  }
}

/** The decoder is never ended: an answer that was cut off would be an error for it. */
async function decode(source: WireLog, decoder: Transform, limit: number): Promise<Decompressed> {
  const body = new WireLog();
  let at = 0;
  let problem: string | null = null;
  let settle = () => {};
  const take = () => {
    for (let piece: Buffer | null = decoder.read(); piece !== null; piece = decoder.read()) {
      if (body.length + piece.length > limit) {
        problem ??= `decompressed, it is longer than the limit of ${limit / 2 ** 20} MiB`;
        decoder.destroy();
        return;
      }
      body.append(piece, 0, piece.length, at);
    }
  };
  decoder.on('readable', take);
  decoder.on('error', error => {
    problem ??= error.message;
  });
  // What follows the end of the compressed data is ignored.
  decoder.on('end', () => decoder.destroy());
  decoder.on('close', () => settle());
  let start = 0;
  for (let mark = 0; mark < source.marks && !decoder.destroyed; mark += 1) {
    at = source.time(mark);
    const piece = source.bytes.subarray(start, source.end(mark));
    start = source.end(mark);
    await new Promise<void>(resolve => {
      settle = resolve;
      decoder.write(piece, () => resolve());
    });
    take();
  }
  decoder.destroy();
  return { body, problem };
}
