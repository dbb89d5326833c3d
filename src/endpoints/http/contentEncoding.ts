import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib';
import type { HttpExchange } from '../transport/httpExchange.ts';
import { WireLog } from '../transport/wireLog.ts';

/** Each decompresses as much as the given bytes allow: more may follow. */
const decoders: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: bytes => gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }),
  'x-gzip': bytes => gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }),
  deflate: bytes => inflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }),
  br: bytes => brotliDecompressSync(bytes, { finishFlush: constants.BROTLI_OPERATION_FLUSH }),
};

/**
 * The exchange with a decompressed body. Requests ask for `identity`, but a proxy may compress all the
 * same. Every piece keeps the stamp of the read that brought it. Node cannot decompress incrementally and
 * synchronously, so each read is decompressed from the beginning of the body. This is quadratic, but rare
 * and off the measured path. Throws if the body cannot be decompressed.
 */
export function decompressed(http: HttpExchange): HttpExchange {
  const decode = decoderOf(http);
  if (decode === null) return http;
  const { body } = http;
  const plain = new WireLog();
  for (let mark = 0; mark < body.marks; mark += 1) {
    const bytes = decode(body.bytes.subarray(0, body.end(mark)));
    if (bytes.length > plain.length) plain.append(bytes, plain.length, bytes.length, body.time(mark));
  }
  return { ...http, body: plain };
}

/** The whole body as text, decompressed. Throws if it cannot be decompressed. */
export function bodyText(http: HttpExchange): string {
  const decode = decoderOf(http);
  if (decode === null) return http.body.text();
  return decode(http.body.bytes.subarray(0, http.body.length)).toString();
}

function decoderOf({ headers }: HttpExchange): ((bytes: Buffer) => Buffer) | null {
  const encoding = (headers.get('content-encoding') ?? '').toLowerCase();
  if (encoding === '' || encoding === 'identity') return null;
  const decode = decoders[encoding];
  if (!decode) throw new Error(`it is compressed as "${encoding}" although the request asked for "identity"`);
  return decode;
}
