import { messageOf, UserError } from '../../core/base/errors.ts';
import { readExactJson } from '../../core/base/exactJson.ts';
import type { JsonValue } from '../../core/base/jsonValue.ts';
import { type CutValue, JsonCutter } from './jsonCutter.ts';
import { formOf, type SourceFile } from './sourceFile.ts';
import { textBytes } from './textBytes.ts';
import { longestItem, textLines } from './textLines.ts';

/** A value of a file, with the words that say where it was. */
export interface JsonItem {
  value: JsonValue;
  where: string;
  /** Characters of its text. */
  size: number;
}

/** The forms of files that hold JSON values. */
export const jsonForms: readonly string[] = ['.json', '.jsonl', '.ndjson', '.manifest'];

/**
 * The JSON values of a file, read in pieces: the items of a list, whatever the file is called; else one value
 * a line; in a .json, values of several lines too. Throws UserError naming file and place.
 */
export async function* jsonItems(file: SourceFile): AsyncGenerator<JsonItem> {
  const { first, chunks } = await startOf(textBytes(file));
  if (formOf(file.name) === '.json' || first === '[') yield* cutItems(file, chunks);
  else {
    for await (const { text, number } of textLines(file, chunks)) {
      if (text.trim() !== '') yield itemOf(text, `${file.name} line ${number}`);
    }
  }
}

/** The first character that is no space, and all chunks. */
async function startOf(chunks: AsyncGenerator<Buffer>) {
  const kept: Buffer[] = [];
  let first = '';
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    kept.push(next.value);
    first = next.value.toString('latin1').trimStart()[0] ?? '';
    if (first !== '') break;
  }
  async function* all() {
    try {
      yield* kept;
      yield* chunks;
    } finally {
      // Also where nobody has asked for more than the first ones.
      await chunks.return(undefined);
    }
  }
  return { first, chunks: all() };
}

async function* cutItems(file: SourceFile, chunks: AsyncIterable<Buffer>): AsyncGenerator<JsonItem> {
  const cutter = new JsonCutter();
  let index = 0;
  const item = ({ text, line }: CutValue) => {
    index += 1;
    return itemOf(text, cutter.list ? `${file.name} item ${index}` : `${file.name} line ${line}`);
  };
  try {
    for await (const chunk of chunks) {
      for (const value of cutter.push(chunk)) yield item(value);
      if (cutter.pending > longestItem) throw new UserError(`${file.name} has a value longer than 256 MB.`);
    }
    const last = cutter.end();
    if (last) yield item(last);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UserError(`${file.name} is not JSON: ${error.message}.`);
  }
}

function itemOf(text: string, where: string): JsonItem {
  try {
    return { value: readExactJson(text), where, size: text.length };
  } catch (error) {
    throw new UserError(`${where} is not JSON: ${messageOf(error)}`);
  }
}
