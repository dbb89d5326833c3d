import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject, type JsonObject } from '../core/base/jsonValue.ts';
import { readJson } from '../core/base/read.ts';

/** A JSON file that should hold an object: its content, `missing`, or `corrupt`. */
export type Document = JsonObject | 'missing' | 'corrupt';

/** Reads a document of a run folder. Rejects only when the file is there but may not be read. */
export async function readDocument(folder: string, file: string): Promise<Document> {
  let text: string;
  try {
    text = await readFile(join(folder, file), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code))) {
      return 'missing';
    }
    throw error;
  }
  try {
    const json = readJson(text);
    return isJsonObject(json) ? json : 'corrupt';
  } catch {
    return 'corrupt';
  }
}

/** The content, or null with a warning where the file is corrupt. */
export function contentOf(document: Document, file: string, warnings: string[]): JsonObject | null {
  if (document === 'corrupt') warnings.push(`${file} is not a JSON object and was ignored.`);
  return typeof document === 'string' ? null : document;
}
