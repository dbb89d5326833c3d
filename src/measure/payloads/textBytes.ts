import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { messageOf, UserError } from '../../core/base/errors.ts';
import type { SourceFile } from './sourceFile.ts';

/** What files begin with that hold no text of prompts, and what to do about them. */
const refused: readonly (readonly [start: string, sentence: string])[] = [
  [
    'PAR1',
    'is a Parquet file: for prompts, give it a name that ends with .parquet; for payloads, convert it to JSON Lines.',
  ],
  ['ARROW1', 'is an Arrow file: convert it to JSON Lines.'],
  ['PK\x03\x04', 'is a zip archive or a spreadsheet: unpack it, or save the sheet as CSV.'],
  ['\x28\xb5\x2f\xfd', 'is compressed with zstd: unpack it, or compress it with gzip.'],
  ['BZh', 'is compressed with bzip2: unpack it, or compress it with gzip.'],
  ['\xfd7zXZ\0', 'is compressed with xz: unpack it, or compress it with gzip.'],
  ['%PDF-', 'is a PDF: extract its text, or attach it with "attachments".'],
  ['SQLite format 3\0', 'is an SQLite database: export the prompts as CSV.'],
  ['version https://git-lfs', 'is only a pointer of Git LFS: fetch the file itself with "git lfs pull".'],
  ['<!doctype html', 'is a web page: download the file itself.'],
  ['<html', 'is a web page: download the file itself.'],
];
const longestStart = 32;

/**
 * The text of a file as UTF-8, in pieces, without a byte order mark. Unpacks gzip and decodes UTF-16 that has
 * its mark. Throws UserError naming a file that holds no text, or text in another encoding.
 */
export async function* textBytes(file: SourceFile): AsyncGenerator<Buffer> {
  const { name } = file;
  let { head, chunks } = await peek(file.open());
  if (head[0] === 0x1f && head[1] === 0x8b) ({ head, chunks } = await peek(unpacked(chunks, name)));
  const found = refused.find(([start]) =>
    head.toString('latin1').toLowerCase().startsWith(start.toLowerCase()),
  );
  if (found) throw new UserError(`${name} ${found[1]}`);
  if (head[0] === 0xff && head[1] === 0xfe) yield* checked(decoded(chunks, 'utf-16le', name), name);
  else if (head[0] === 0xfe && head[1] === 0xff) yield* checked(decoded(chunks, 'utf-16be', name), name);
  else yield* checked(chunks, name);
}

/** The first bytes, and all chunks including them. */
async function peek(
  source: AsyncIterable<Uint8Array>,
): Promise<{ head: Buffer; chunks: AsyncIterable<Buffer> }> {
  const iterator = source[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < longestStart) {
    const { value, done } = await iterator.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  async function* all() {
    try {
      yield head;
      for (;;) {
        const { value, done } = await iterator.next();
        if (done) return;
        yield Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { head, chunks: all() };
}

async function* unpacked(chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  // Its errors also reach whoever reads from `gunzip`.
  void pipeline(Readable.from(chunks), gunzip).catch(() => {});
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${name} is a damaged gzip file: ${messageOf(error)}.`);
  }
}

async function* decoded(
  chunks: AsyncIterable<Buffer>,
  encoding: 'utf-16le' | 'utf-16be',
  name: string,
): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
    yield Buffer.from(decoder.decode());
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${name} is damaged: its mark says UTF-16, but it is not. Save it as UTF-8.`);
  }
}

/** The chunks as they are. Throws UserError for the first that is not text in UTF-8. */
async function* checked(chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const check = (chunk?: Buffer) => {
    try {
      if (chunk) decoder.decode(chunk, { stream: true });
      else decoder.decode();
    } catch {
      throw new UserError(
        `${name} is not UTF-8 text, but perhaps Latin-1 or Windows-1252: save it as UTF-8, for example with "iconv -f WINDOWS-1252 -t UTF-8".`,
      );
    }
  };
  let first = true;
  for await (const chunk of chunks) {
    const hasMark = first && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
    first = false;
    if (chunk.includes(0)) {
      throw new UserError(`${name} is no text: it contains zero bytes. If it is UTF-16, save it as UTF-8.`);
    }
    check(chunk);
    yield hasMark ? chunk.subarray(3) : chunk;
  }
  check();
}
