import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Document, isMap, isNode, isPair, LineCounter, parseDocument } from 'yaml';
import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';

/** A plan file that was read but not yet checked. */
export interface PlanDocument {
  path: string;
  plan: JsonObject;
  /** Line (from 1) of the key with this path, or of its nearest parent in the file. */
  lineOf(keys: readonly PropertyKey[]): number | null;
}

/**
 * Reads a YAML or JSON plan file (JSON is YAML). Throws UserError naming file and line.
 * @param file relative to `folder`
 */
export async function readPlanFile(file: string, folder: string): Promise<PlanDocument> {
  const path = resolve(folder, file);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UserError(`Cannot read the plan file ${file}: ${reason(error)}.`);
  });
  return parsePlanFile(text, file, path);
}

/** The same as `readPlanFile`, for text that is already read. */
export function parsePlanFile(text: string, name: string, path: string): PlanDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new UserError(`${name}, line ${line}, column ${col}: ${error.message.replace(/\.?$/, '.')}`);
  }
  const plan: unknown = document.toJS();
  if (!isJsonObject(plan)) {
    throw new UserError(
      `${name} must contain a plan, with keys such as "endpoint", "prompt" and "requests".`,
    );
  }
  return { path, plan, lineOf: keys => lineOf(document, lines, keys) };
}

function lineOf(document: Document, lines: LineCounter, keys: readonly PropertyKey[]): number | null {
  for (let length = keys.length; length > 0; length--) {
    const offset = offsetOf(document, keys.slice(0, length));
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return null;
}

/** The offset of the last key, not of its value, which may start further down. */
function offsetOf(document: Document, keys: readonly PropertyKey[]): number | undefined {
  const key = keys.at(-1);
  const parents = keys.slice(0, -1);
  const parent = parents.length > 0 ? document.getIn(parents, true) : document.contents;
  if (isMap(parent)) {
    const pair = parent.items.find(item => isPair(item) && String(item.key) === String(key));
    return pair && isNode(pair.key) ? pair.key.range?.[0] : undefined;
  }
  const node = document.getIn(keys, true);
  return isNode(node) ? node.range?.[0] : undefined;
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!('code' in error)) return error.message;
  switch (error.code) {
    case 'ENOENT':
      return 'the file does not exist';
    case 'EISDIR':
      return 'it is a folder';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    default:
      return error.message;
  }
}
