import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import type { HttpRequest } from '../http/requestParser.ts';
import type { PromptPiece } from '../scenario/prefixCache.ts';
import { type ModelRequest, Refusal } from './dialect.ts';

/** Parses a request body that must be a JSON object. Throws Refusal with the API's `message`. */
export function parseObject(body: Buffer, message: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refusal({ kind: 'badRequest', message });
  }
  if (!isJsonObject(value)) throw new Refusal({ kind: 'badRequest', message });
  return value;
}

/**
 * The texts of a prompt in the order in which the model reads them, and their number of tokens: a quarter of
 * their characters, at least 1. Only texts count, or the data of an image would look like a million tokens.
 * Anthropic marks what to cache with `cache_control`, Converse with `cachePoint`.
 */
export function promptOf(...parts: readonly unknown[]): Pick<ModelRequest, 'prompt' | 'promptTokens'> {
  const prompt: PromptPiece[] = [];
  for (const part of parts) collect(part, prompt);
  const characters = prompt.reduce((sum, { text }) => sum + text.length, 0);
  return { prompt, promptTokens: Math.max(1, Math.ceil(characters / 4)) };
}

function collect(value: unknown, pieces: PromptPiece[]): void {
  if (typeof value === 'string') pieces.push({ text: value, marked: false });
  if (Array.isArray(value)) for (const item of value) collect(item, pieces);
  if (!isJsonObject(value)) return;
  collect(value['content'] ?? value['text'] ?? null, pieces);
  const last = pieces.at(-1);
  if (last && isJsonObject(value['cache_control'] ?? value['cachePoint'])) {
    pieces[pieces.length - 1] = { ...last, marked: true };
  }
}

export function bearerToken(headers: HttpRequest['headers']): string | null {
  return headers.get('authorization')?.replace(/^Bearer\s+/i, '') ?? null;
}
