import { isJsonObject, type JsonObject } from '../../core/jsonValue.ts';
import type { HttpRequest } from '../http/requestParser.ts';
import { Refusal } from './dialect.ts';

/** Parses a request body that has to be a JSON object. Throws Refusal with the API's `message`. */
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

/** A quarter of the characters of all texts in a prompt: about a token each, at least 1. */
export function estimateTokens(...prompt: readonly unknown[]): number {
  return Math.max(1, Math.ceil(characters(prompt) / 4));
}

/** Only texts count: an image's data must not look like a million tokens. */
function characters(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + characters(item), 0);
  if (!isJsonObject(value)) return 0;
  return characters(value['content'] ?? value['text'] ?? null);
}

export function bearerToken(headers: HttpRequest['headers']): string | null {
  return headers.get('authorization')?.replace(/^Bearer\s+/i, '') ?? null;
}
