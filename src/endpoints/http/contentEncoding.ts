import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib';
import type { HttpExchange } from '../transport/httpExchange.ts';
import { WireLog } from '../transport/wireLog.ts';

/** Each decompresses as much as the given bytes hold, although more may follow. */
const decoders: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: bytes => gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }),
  'x-gzip': bytes => gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }),
  deflate: bytes => inflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }),
  br: bytes => brotliDecompressSync(bytes, { finishFlush: constants.BROTLI_OPERATION_FLUSH }),
};

/**
 * The exchange with its body as it was before a proxy compressed it, although the request asks for
 * `identity`. Every piece keeps the stamp of the read that brought it. Each read's bytes are
 * decompressed from the beginning, as Node has no synchronous incremental decompression: quadratic, but
 * off the measured path and rare. Throws where the body cannot be decompressed.
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

/** The whole body as text, decompressed. Throws where it cannot be. */
export function bodyText(http: HttpExchange): string {
  const decode = decoderOf(http);
  if (decode === null) return http.body.text();
  return decode(http.body.bytes.subarray(0, http.body.length)).toString();
}

function decoderOf({ headers }: HttpExchange): ((bytes: Buffer) => Buffer) | null {
  const encoding = (headers.get('content-encoding') ?? '').toLowerCase();
  if (encoding === '' || encoding === 'identity') return null;
  const decode = decoders[encoding];
  if (!decode) throw new Error(`it is compressed as "${encoding}" although "identity" was asked for`);
  return decode;
}
