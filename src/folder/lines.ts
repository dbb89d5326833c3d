import { createReadStream } from 'node:fs';

/** A line of a file with its 1-based number; `torn` marks a last one without a line break. */
export interface Line {
  text: string;
  number: number;
  torn: boolean;
}

/** The non-blank lines of a text file of any size, in batches. CRLF is as good as LF. */
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

/**
 * Reads every line of a JSON-lines file; lines that cannot be read are skipped with a warning. Null
 * when there is no such file.
 */
export async function readLines<T>(
  path: string,
  name: string,
  read: (line: string) => T,
  warnings: string[],
): Promise<T[] | null> {
  const items: T[] = [];
  const bad: number[] = [];
  try {
    for await (const batch of lineBatches(path)) {
      for (const { text, number, torn } of batch) {
        try {
          items.push(read(text));
        } catch (error) {
          if (!(error instanceof SyntaxError)) throw error;
          if (torn) warnings.push(`The last line of ${name} is incomplete and was skipped.`);
          else bad.push(number);
        }
      }
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  if (bad.length > 0) {
    const which = bad.length > 5 ? `${bad.slice(0, 5).join(', ')}...` : bad.join(', ');
    warnings.push(
      `${name}: ${bad.length} unreadable ${bad.length === 1 ? 'line' : 'lines'} skipped (${which}).`,
    );
  }
  return items;
}
