import { UserError } from '../../core/base/errors.ts';
import type { SourceFile } from './sourceFile.ts';
import { textBytes } from './textBytes.ts';

/** Bytes. A longer line or value is no prompt, and would not fit in memory. */
export const longestItem = 256 * 1024 * 1024;

/** A line of a file, without its line break. */
export interface TextLine {
  text: string;
  /** From 1. */
  number: number;
}

/** The lines of a text file, read in pieces. Throws UserError. */
export async function* textLines(file: SourceFile, chunks = textBytes(file)): AsyncGenerator<TextLine> {
  let parts: Buffer[] = [];
  let size = 0;
  let number = 0;
  const line = (last: Buffer): TextLine => {
    const bytes = parts.length === 0 ? last : Buffer.concat([...parts, last]);
    parts = [];
    size = 0;
    number += 1;
    const text = bytes.toString('utf8');
    return { text: text.endsWith('\r') ? text.slice(0, -1) : text, number };
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      yield line(chunk.subarray(start, end));
      start = end + 1;
    }
    parts.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > longestItem) throw new UserError(`${file.name} line ${number + 1} is longer than 256 MB.`);
  }
  if (size > 0) yield line(Buffer.alloc(0));
}
