import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { messageOf, UserError } from '../core/base/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../core/base/jsonValue.ts';
import { readJson } from '../core/base/read.ts';
import { withoutFaults } from './withoutFaults.ts';
import { WrongValues } from './wrongValues.ts';

/** An object with these keys, and with any others. */
export function open<S extends z.core.$ZodShape>(shape: S) {
  return z.catchall(z.object(shape), z.custom<JsonValue>());
}

/** A value that may be missing. */
export function orNull<S extends z.core.$ZodType>(schema: S) {
  return z._default(z.nullable(schema), null);
}

/** A JSON file that should contain an object: its content, `missing`, or `corrupt`. */
export type Document = JsonObject | 'missing' | 'corrupt';

/** Reads a document of a run folder. Throws UserError only when the file exists but cannot be read. */
export async function readDocument(folder: string, file: string): Promise<Document> {
  let text: string;
  try {
    text = await readFile(join(folder, file), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code))) {
      return 'missing';
    }
    throw new UserError(`Cannot read ${join(folder, file)}: ${systemErrorText(error)}.`, { cause: error });
  }
  try {
    const json = readJson(text);
    return isJsonObject(json) ? json : 'corrupt';
  } catch {
    return 'corrupt';
  }
}

function systemErrorText(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EISDIR') return 'it is a folder';
  return code === 'EACCES' || code === 'EPERM' ? 'access is denied' : messageOf(error);
}

/** Whether one of our files has a later schema version than this code knows, with a warning if so. */
export function isOfLaterSchema(document: Document, file: string, warnings: string[]): boolean {
  const schema = typeof document === 'string' ? null : document['schema'];
  if (typeof schema !== 'number' || schema === 1) return false;
  warnings.push(`${file} was written by a later version (schema ${schema}) and was ignored.`);
  return true;
}

/**
 * The content of a document, checked by its schema; null if there is none. Values that the schema rejects are
 * left out with a warning, so the schema needs a default for every value that is not essential.
 */
export function contentOf<S extends z.ZodMiniType>(
  document: Document,
  file: string,
  schema: S,
  warnings: string[],
): z.output<S> | null {
  if (document === 'corrupt') warnings.push(`${file} is not a JSON object and was ignored.`);
  if (typeof document === 'string') return null;
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const wrong = new WrongValues(file);
  const content = withoutFaults(document, schema, wrong);
  warnings.push(...wrong.sentences());
  return content;
}
