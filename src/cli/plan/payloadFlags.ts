import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { messageOf, UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import { mergedJson } from '../../core/base/mergedJson.ts';
import { efforts } from '../../core/plan/payloadOptions.ts';
import { tiktokenEncodings } from '../../core/plan/tokenizerPlan.ts';

/** Checks the value of `--thinking`, and leaves it as written. */
export function thinkingFlag(text: string): string {
  if (thinkingOf(text) !== null) return text;
  throw new InvalidArgumentError(
    `It must be adaptive, disabled, an effort (${efforts.join(', ')}) or a token budget.`,
  );
}

/** The plan's `thinking` for the value of `--thinking`; null if the value is invalid. */
export function thinkingOf(text: string): JsonObject | null {
  if (text === 'adaptive' || text === 'disabled') return { mode: text };
  if ((efforts as readonly string[]).includes(text)) return { mode: 'enabled', effort: text };
  return /^[1-9]\d*$/.test(text) ? { mode: 'enabled', budgetTokens: Number(text) } : null;
}

/** The plan's `body` for the values of `--body`: objects, or `@` and the name of a file in `folder` with one. */
export function bodyOf(texts: readonly string[], folder: string): JsonObject {
  return texts.map(text => bodyMembers(text, folder)).reduce(mergedJson, {});
}

function bodyMembers(text: string, folder: string): JsonObject {
  try {
    const json = text.startsWith('@') ? readFileSync(resolve(folder, text.slice(1)), 'utf8') : text;
    const value: unknown = JSON.parse(json);
    if (isJsonObject(value)) return value;
  } catch (error) {
    throw new UserError(`--body: ${messageOf(error).replace(/\.?$/, '.')} ${bodyForm}`);
  }
  throw new UserError(`--body: ${bodyForm}`);
}

const bodyForm = 'Give a JSON object such as \'{"top_k": 40}\', or @ and the name of a file that holds one.';

/** The plan's `tokenizer` for `words`, the name of a tiktoken encoding, or the path of a file. */
export function tokenizerOf(text: string, path: (file: string) => string): JsonObject {
  if (text === 'words') return { tokenizer_module: 'llmeter' };
  const isEncoding = (tiktokenEncodings as readonly string[]).includes(text);
  return isEncoding
    ? { tokenizer_module: 'tiktoken', name: text }
    : { tokenizer_module: 'transformers', name: path(text) };
}
