import { extname } from 'node:path';
import { messageOf, UserError } from '../../core/base/errors.ts';
import { isJsonObject } from '../../core/base/jsonValue.ts';
import type { Conversation } from '../../core/plan/prompts/conversation.ts';
import { conversationIn } from './conversations.ts';
import { type JsonItem, jsonItems } from './jsonItems.ts';
import { readSource, textOf } from './source.ts';
import type { SourceContext, SourceFile } from './sourceFile.ts';

/** Where prompts are, and what of it is wanted. */
interface PromptFile {
  file: string;
  column?: string | undefined;
  turns: 'first' | 'all';
}

/**
 * Prompts of a file: the column of a .csv or .tsv; the texts, conversations or objects of a .json or
 * .jsonl; else the lines of a text. Blank ones are left out. Throws UserError naming file and line.
 */
export async function loadPrompts(wanted: PromptFile, context: SourceContext): Promise<Conversation[]> {
  const files = await readSource(wanted.file, 'prompt', context);
  const prompts = (await Promise.all(files.map(file => promptsIn(file, wanted)))).flat();
  const found = prompts.filter(({ text }) => text.trim() !== '');
  if (found.length === 0) throw new UserError(`There is no prompt in ${wanted.file}.`);
  return found;
}

/** The lines of a text file, for a prompt collection. */
export async function loadLines(location: string, context: SourceContext): Promise<string[]> {
  const files = await readSource(location, 'prompt', context);
  return files.flatMap(file => textOf(file).split(/\r?\n/));
}

async function promptsIn(file: SourceFile, wanted: PromptFile): Promise<Conversation[]> {
  const { column } = wanted;
  switch (extname(file.name).toLowerCase()) {
    case '.csv':
      return (await cells(file, ',', column)).map(alone);
    case '.tsv':
      return (await cells(file, '\t', column)).map(alone);
    case '.json':
    case '.jsonl':
      return jsonItems(file).flatMap(item => promptOf(item, wanted));
    default:
      return textOf(file)
        .split(/\r?\n/)
        .map(line => alone(line.trim()));
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

function alone(text: string): Conversation {
  return { text, earlier: [] };
}

/** The prompt an item holds, or all of a conversation; one in which no human speaks has none. */
function promptOf({ value, where }: JsonItem, { column, turns }: PromptFile): Conversation[] {
  if (typeof value === 'string') return [alone(value)];
  if (!isJsonObject(value)) throw new UserError(`${where} must be a text or an object.`);
  const said = column === undefined ? conversationIn(value) : null;
  if (said) return turns === 'all' ? said : said.slice(0, 1).map(({ text }) => alone(text));
  const key = column ?? 'prompt';
  const text = value[key];
  if (typeof text === 'string') return [alone(text)];
  throw new UserError(
    `${where} has no text at "${key}": name one of its keys as "column": ${Object.keys(value).join(', ')}.`,
  );
}
