import { UserError } from '../../core/base/errors.ts';
import type { Conversation } from '../../core/plan/prompts/conversation.ts';
import { type JsonItem, jsonForms, jsonItems } from './jsonItems.ts';
import { Kept } from './kept.ts';
import { parquetRows } from './parquetRows.ts';
import { alone, promptsOfItem, type WantedPrompts } from './promptItems.ts';
import { findMatching, findSource } from './source.ts';
import { formOf, type SourceContext, type SourceFile } from './sourceFile.ts';
import { tableCells } from './tableCells.ts';
import { textBytes } from './textBytes.ts';
import { textLines } from './textLines.ts';

/** Where prompts are, and what of it is wanted. */
type PromptFile = WantedPrompts & ({ file: string } | { files: string });

/** Files of a folder that are read; others are named one by one. */
const folderForms = new Set(['.txt', '.csv', '.tsv', ...jsonForms, '.parquet']);
/** Files that stand beside data and are none. */
const besideData = /^(readme|licen[cs]e|notice|changelog|contributing|citation|dataset_infos?)\b/i;

/**
 * Prompts of a file, of a folder, or of the files that match a pattern: the column of a .csv or .tsv; the
 * texts, conversations or objects of a file of JSON or Parquet; the whole of a .md; else the lines of a text. Blank ones
 * are left out. Throws UserError naming file and line.
 * @param needed the most prompts that a run can send; null = not known
 */
export async function loadPrompts(
  wanted: PromptFile,
  context: SourceContext,
  needed: number | null = null,
): Promise<Conversation[]> {
  const location = 'files' in wanted ? wanted.files : wanted.file;
  const files =
    'files' in wanted
      ? await findMatching(location, 'prompt', context)
      : await findSource(location, 'prompt', context, isPromptFile);
  if (files.length === 0) {
    throw new UserError(
      `There is no prompt in ${location}: of a folder, ${[...folderForms].join(', ')} are read.`,
    );
  }
  const kept = new Kept<Conversation>(needed);
  for (const file of files) {
    for await (const { prompt, size } of promptsIn(file, wanted)) {
      if (prompt.text.trim() === '') continue;
      if (!kept.add(prompt, size, location)) return kept.items;
    }
  }
  if (kept.items.length === 0) throw new UserError(`There is no prompt in ${location}.`);
  return kept.items;
}

/**
 * The lines of a text file, for a prompt collection.
 * @param enough is asked after each line whether no more are needed
 */
export async function loadLines(
  location: string,
  context: SourceContext,
  enough: (line: string) => boolean = () => false,
): Promise<string[]> {
  const lines: string[] = [];
  for (const file of await findSource(location, 'prompt', context, isPromptFile)) {
    for await (const { text } of textLines(file)) {
      lines.push(text);
      if (enough(text)) return lines;
    }
  }
  return lines;
}

function isPromptFile(name: string): boolean {
  return folderForms.has(formOf(name)) && !besideData.test(name);
}

interface FoundPrompt {
  prompt: Conversation;
  /** Characters of it that no other prompt shares. */
  size: number;
}

async function* promptsIn(file: SourceFile, wanted: PromptFile): AsyncGenerator<FoundPrompt> {
  const form = formOf(file.name);
  if (form === '.parquet' || jsonForms.includes(form)) {
    const items = form === '.parquet' ? parquetRows(file) : jsonItems(file);
    for await (const item of items) yield* promptsWithSizes(item, wanted);
    return;
  }
  for await (const text of textsIn(file, form, wanted.column)) {
    yield { prompt: alone(text), size: text.length };
  }
}

/** The turns of a conversation share their history. */
function promptsWithSizes(item: JsonItem, wanted: PromptFile): FoundPrompt[] {
  return promptsOfItem(item, wanted).map((prompt, i) => ({
    prompt,
    size: i === 0 ? prompt.text.length : i === 1 ? item.size : 0,
  }));
}

async function* textsIn(file: SourceFile, form: string, column: string | undefined): AsyncGenerator<string> {
  if (form === '.csv') yield* tableCells(file, ',', column);
  else if (form === '.tsv') yield* tableCells(file, '\t', column);
  else if (form === '.md' || form === '.markdown') yield (await wholeText(file)).trim();
  else for await (const { text } of textLines(file)) yield text.trim();
}

async function wholeText(file: SourceFile): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of textBytes(file)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
