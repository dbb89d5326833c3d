import { extname } from 'node:path';
import { messageOf, UserError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/jsonValue.ts';
import { type JsonItem, jsonItems } from './jsonItems.ts';
import { readSource, type SourceContext, type SourceFile, textOf } from './source.ts';

/**
 * Prompts of a file: the column of a .csv or .tsv; the texts, ShareGPT conversations or objects of a
 * .json or .jsonl; else the lines of a text. Blank ones are left out. Throws UserError naming file and line.
 */
export async function loadPrompts(
  location: string,
  column: string | undefined,
  context: SourceContext,
): Promise<string[]> {
  const files = await readSource(location, 'prompt', context);
  const prompts = (await Promise.all(files.map(file => promptsIn(file, column)))).flat();
  const found = prompts.filter(prompt => prompt.trim() !== '');
  if (found.length === 0) throw new UserError(`There is no prompt in ${location}.`);
  return found;
}

/** The lines of a text file, for a prompt collection. */
export async function loadLines(location: string, context: SourceContext): Promise<string[]> {
  const files = await readSource(location, 'prompt', context);
  return files.flatMap(file => textOf(file).split(/\r?\n/));
}

async function promptsIn(file: SourceFile, column: string | undefined): Promise<string[]> {
  switch (extname(file.name).toLowerCase()) {
    case '.csv':
      return cells(file, ',', column);
    case '.tsv':
      return cells(file, '\t', column);
    case '.json':
    case '.jsonl':
      return jsonItems(file).flatMap(item => promptOf(item, column));
    default:
      return textOf(file)
        .split(/\r?\n/)
        .map(line => line.trim());
  }
}

async function cells(file: SourceFile, delimiter: string, wanted: string | undefined): Promise<string[]> {
  const { parse } = await import('csv-parse/sync');
  let rows: string[][];
  try {
    rows = parse(textOf(file), { delimiter, skip_empty_lines: true });
  } catch (error) {
    throw new UserError(`${file.name} is not a table: ${messageOf(error)}.`);
  }
  const [names = [], ...body] = rows;
  const column = wanted ?? (names.length === 1 ? names[0] : undefined);
  const index = column === undefined ? -1 : names.indexOf(column);
  if (index < 0) {
    const problem = column === undefined ? 'Name the "column"' : `There is no column "${column}"`;
    throw new UserError(`${problem} of ${file.name} to take prompts from: ${names.join(', ')}.`);
  }
  return body.map(row => row[index] ?? '');
}

/** The prompt an item holds; a conversation in which no human speaks has none. */
function promptOf({ value, where }: JsonItem, column: string | undefined): string[] {
  if (typeof value === 'string') return [value];
  if (!isJsonObject(value)) throw new UserError(`${where} must be a text or an object.`);
  if (column === undefined && Array.isArray(value['conversations'])) return firstHumanTurn(value);
  const key = column ?? 'prompt';
  const text = value[key];
  if (typeof text === 'string') return [text];
  throw new UserError(
    `${where} has no text at "${key}": name one of its keys as "column": ${Object.keys(value).join(', ')}.`,
  );
}

/** ShareGPT names the speakers "human" and "gpt"; conversions of it say "user". */
function firstHumanTurn({ conversations }: JsonObject): string[] {
  const turns = Array.isArray(conversations) ? conversations.filter(isJsonObject) : [];
  const first = turns.find(turn => turn['from'] === 'human' || turn['from'] === 'user');
  return typeof first?.['value'] === 'string' ? [first['value']] : [];
}
