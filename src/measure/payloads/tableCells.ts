import { Readable } from 'node:stream';
import { messageOf, UserError } from '../../core/base/errors.ts';
import type { SourceFile } from './sourceFile.ts';
import { textBytes } from './textBytes.ts';
import { longestItem } from './textLines.ts';

/** Headings of a table's only column, lower case. Any other first line may be a prompt. */
const usualHeadings: ReadonlySet<string> = new Set(
  'prompt prompts question questions text texts query queries input inputs instruction instructions message messages content request requests user user_prompt q'.split(
    ' ',
  ),
);

/**
 * The cells of a column of a table, read in pieces. `wanted`: its heading, which a table of one column need
 * not have named. Throws UserError naming file and line.
 */
export async function* tableCells(
  file: SourceFile,
  delimiter: string,
  wanted: string | undefined,
): AsyncGenerator<string> {
  const { parse } = await import('csv-parse');
  const rows = Readable.from(textBytes(file)).compose(
    parse({ delimiter, skip_empty_lines: true, max_record_size: longestItem }),
  );
  let index: number | null = null;
  try {
    for await (const row of rows as AsyncIterable<string[]>) {
      if (index === null) index = columnOf(row, wanted, file.name);
      else yield row[index] ?? '';
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file.name} is not a table: ${messageOf(error)}.`);
  }
}

function columnOf(headings: readonly string[], wanted: string | undefined, name: string): number {
  const [only = ''] = headings;
  if (wanted !== undefined) {
    const index = headings.indexOf(wanted);
    if (index >= 0) return index;
    throw new UserError(
      `There is no column "${wanted}" of ${name} to take prompts from: ${headings.join(', ')}.`,
    );
  }
  if (headings.length > 1) {
    throw new UserError(`Name the "column" of ${name} to take prompts from: ${headings.join(', ')}.`);
  }
  if (usualHeadings.has(only.trim().toLowerCase())) return 0;
  throw new UserError(
    `${name} has one column, and its first line, "${short(only)}", may be a heading or a prompt: add the line "prompt" before it, or name it as the "column" if it is the heading.`,
  );
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
