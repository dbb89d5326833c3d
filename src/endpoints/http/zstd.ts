import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { UserError } from '../../core/base/errors.ts';

/** What Node has from version 22.15 on, and the type declarations of the oldest supported Node lack. */
const newer = zlib as typeof zlib & {
  createZstdDecompress?(): Transform;
  zstdDecompressSync?(bytes: Uint8Array, options?: zlib.ZlibOptions): Buffer;
};

export const hasZstd = newer.zstdDecompressSync !== undefined;

export function createZstdDecompress(): Transform {
  return newer.createZstdDecompress?.() ?? refuse();
}

/** Decompresses as much as there is. Longer output than `maxOutputLength` bytes is an error. */
export function zstdDecompress(bytes: Uint8Array, maxOutputLength?: number): Buffer {
  const flush = (zlib.constants as { ZSTD_e_flush?: number }).ZSTD_e_flush;
  const options = {
    ...(flush !== undefined && { finishFlush: flush }),
    ...(maxOutputLength !== undefined && { maxOutputLength }),
  };
  return newer.zstdDecompressSync?.(bytes, options) ?? refuse();
}

function refuse(): never {
  throw new UserError(`Node ${process.versions.node} cannot decompress zstd: use Node 22.15 or newer.`);
}
