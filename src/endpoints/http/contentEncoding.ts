import * as zlib from 'node:zlib';
import type { HttpExchange } from '../transport/httpExchange.ts';
import { zstdDecompress } from './zstd.ts';

/** The codings of bodies that we can undo, under both of gzip's names (RFC 9110 section 8.4.1). */
export type Coding = 'gzip' | 'deflate' | 'deflate-raw' | 'br' | 'zstd';

/** Bytes. A longer answer, decompressed, is an error: a small body may expand a thousandfold. */
export const largestAnswer = 64 * 2 ** 20;

const names: Readonly<Record<string, Coding>> = {
  gzip: 'gzip',
  'x-gzip': 'gzip',
  deflate: 'deflate',
  br: 'br',
  zstd: 'zstd',
};

/**
 * The codings of a body, the last applied first. Requests ask for `identity`, but a proxy may compress all
 * the same. Unknown codings are ignored, as `fetch` does: "none" and "utf-8" occur, and mean nothing.
 */
export function codingsOf({ headers }: Pick<HttpExchange, 'headers'>): Coding[] {
  const listed = (headers.get('content-encoding') ?? '').toLowerCase().split(',');
  return listed.flatMap(name => names[name.trim()] ?? []).reverse();
}

/**
 * What really has to be undone. Servers send raw deflate as "deflate", and some proxies name a coding but
 * pass the body on as it was; null = the body is not compressed.
 */
export function actualCoding(coding: Coding, bytes: Buffer): Coding | null {
  const [first = 0, second = 0] = bytes;
  switch (coding) {
    case 'gzip':
      return first === 0x1f && second === 0x8b ? coding : null;
    case 'zstd':
      return first === 0x28 && second === 0xb5 ? coding : null;
    case 'deflate':
      if (isText(bytes)) return null;
      return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0 ? coding : 'deflate-raw';
    default:
      return isText(bytes) ? null : coding;
  }
}

/** Whether a body begins like text. Compressed bytes do so once in ten million bodies. */
function isText(bytes: Buffer): boolean {
  const beginning = bytes.toString('latin1', 0, 16);
  return beginning.length >= 8 && /^[\t\n\r\x20-\x7e]*$/.test(beginning);
}

/** Bytes. What a refusal or a list of models may be, decompressed: it is done at once. */
const largestWhole = 2 ** 22;

/** The whole body of an exchange as text, decompressed at once. Throws if it cannot be decompressed. */
export function bodyText(http: Pick<HttpExchange, 'headers' | 'body'>): string {
  let bytes = http.body.bytes.subarray(0, http.body.length);
  for (const named of codingsOf(http)) {
    const coding = actualCoding(named, bytes);
    if (coding !== null) bytes = decompressAtOnce(coding, bytes);
  }
  return bytes.toString();
}

/** Decompresses as much as there is: the rest may never have arrived. */
function decompressAtOnce(coding: Coding, bytes: Buffer): Buffer {
  const cut = { finishFlush: zlib.constants.Z_SYNC_FLUSH, maxOutputLength: largestWhole };
  switch (coding) {
    case 'gzip':
      return zlib.gunzipSync(bytes, cut);
    case 'deflate':
      return zlib.inflateSync(bytes, cut);
    case 'deflate-raw':
      return zlib.inflateRawSync(bytes, cut);
    case 'br':
      return zlib.brotliDecompressSync(bytes, {
        finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH,
        maxOutputLength: largestWhole,
      });
    case 'zstd':
      return zstdDecompress(bytes, largestWhole);
    default:
      return coding satisfies never;
  }
}
