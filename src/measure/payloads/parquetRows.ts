import * as zlib from 'node:zlib';
import type { AsyncBuffer, Compressors } from 'hyparquet';
import { messageOf, UserError } from '../../core/base/errors.ts';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import { hasZstd, zstdDecompress } from '../../endpoints/http/zstd.ts';
import type { JsonItem } from './jsonItems.ts';
import { bytesOf, type SourceFile } from './sourceFile.ts';

/** The rows of a Parquet file as objects, read one group of rows at a time. Throws UserError. */
export async function* parquetRows(file: SourceFile): AsyncGenerator<JsonItem> {
  const { parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
  try {
    const source = await bufferOf(file);
    const metadata = await parquetMetadataAsync(source);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      const rows = await parquetReadObjects({ file: source, metadata, rowStart, rowEnd, compressors });
      const size = Math.ceil(Number(group.total_byte_size) / Math.max(1, rows.length));
      for (const [i, row] of rows.entries()) {
        yield { value: row as JsonObject, where: `${file.name} row ${rowStart + i + 1}`, size };
      }
      rowStart = rowEnd;
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file.name} cannot be read as Parquet: ${messageOf(error)}.`);
  }
}

/** Those that Node brings; Snappy comes with the library. */
const compressors: Compressors = {
  GZIP: input => zlib.gunzipSync(input),
  BROTLI: input => zlib.brotliDecompressSync(input),
  ...(hasZstd && { ZSTD: (input: Uint8Array) => zstdDecompress(input) }),
};

async function bufferOf(file: SourceFile): Promise<AsyncBuffer> {
  if (file.path !== undefined) {
    const { asyncBufferFromFile } = await import('hyparquet');
    return asyncBufferFromFile(file.path);
  }
  const bytes = await bytesOf(file);
  return {
    byteLength: bytes.byteLength,
    slice: (start, end) => bytes.slice(start, end).buffer as ArrayBuffer,
  };
}
