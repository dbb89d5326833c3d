import { createReadStream } from 'node:fs';
import { WrongValues } from './wrongValues.ts';

/** A line of a file with its 1-based number. `torn` marks a last line without a line break. */
export interface Line {
  text: string;
  number: number;
  torn: boolean;
}

/** The non-blank lines of a text file of any size, in batches. Lines may end with CRLF or LF. */
export async function* lineBatches(path: string): AsyncGenerator<Line[]> {
  const stream = createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 });
  let rest = '';
  let number = 0;
  for await (const chunk of stream) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    yield parts
      .map(part => ({ text: part.replace(/\r$/, ''), number: ++number, torn: false }))
      .filter(isFilled);
  }
  yield [{ text: rest, number: number + 1, torn: true }].filter(isFilled);
}

function isFilled(line: Line): boolean {
  return line.text.trim() !== '';
}

/** Reads one line; null = leave it out. Throws SyntaxError if the line is malformed. */
export type LineReader<T> = (text: string, number: number, wrong: WrongValues) => T | null;

/**
 * Reads a JSON Lines file. Malformed lines are skipped with a warning; other warnings name wrong values. Null
 * if the file does not exist.
 */
export async function readLines<T>(
  path: string,
  name: string,
  read: LineReader<T>,
  warnings: string[],
): Promise<T[] | null> {
  const items: T[] = [];
  const unreadable: number[] = [];
  const wrong = new WrongValues(name);
  const take = ({ text, number, torn }: Line) => {
    try {
      const item = read(text, number, wrong);
      if (item !== null) items.push(item);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      if (torn) warnings.push(`The last line of ${name} is incomplete and was skipped.`);
      else unreadable.push(number);
    }
  };
  try {
    for await (const batch of lineBatches(path)) for (const line of batch) take(line);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  if (unreadable.length > 0) warnings.push(skippedText(name, unreadable));
  warnings.push(...wrong.sentences());
  return items;
}

function skippedText(name: string, lines: readonly number[]): string {
  const which = lines.length > 5 ? `${lines.slice(0, 5).join(', ')}...` : lines.join(', ');
  return `${name}: ${lines.length} unreadable ${lines.length === 1 ? 'line' : 'lines'} skipped (${which}).`;
}
