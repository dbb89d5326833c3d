import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { demandOf, type Issue, shownValue } from '../core/base/explainIssues.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../core/base/jsonValue.ts';
import { readJson } from '../core/base/read.ts';
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

/** Reads a document of a run folder. Rejects only when the file exists but cannot be read. */
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

/** Whether one of our files has a later schema version than this code knows. */
export function isOfLaterSchema(document: Document): boolean {
  const schema = typeof document === 'string' ? null : document['schema'];
  return typeof schema === 'number' && schema !== 1;
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

type Path = readonly PropertyKey[];

/** Something that the schema rejects. */
interface Fault {
  readonly path: Path;
  readonly problem: string;
  /** What is left out because of it: the value, or the object that is useless without it. */
  leftOut: Path;
}

/** The content without the values that `schema` rejects; null if nothing useful remains. */
function withoutFaults<S extends z.ZodMiniType>(
  document: JsonObject,
  schema: S,
  wrong: WrongValues,
): z.output<S> | null {
  const draft = structuredClone(document);
  const faults: Fault[] = [];
  const leftOut = new Map<string, Fault>();
  /** List items are removed at the end, because the paths of later items depend on their indexes. */
  const items = new Map<string, Path>();
  for (let found = true; found; ) {
    found = false;
    for (const issue of issuesOf(schema, draft)) {
      const key = keyOf(issue.path);
      if (items.has(key) || around(issue.path).some(outer => leftOut.has(keyOf(outer)))) continue;
      found = true;
      const known = leftOut.get(key);
      const fault = known ?? faultOf(issue, document);
      // A value that was left out is required: leave out the object around it too.
      if (known) known.leftOut = known.leftOut.slice(0, -1);
      else faults.push(fault);
      if (fault.leftOut.length === 0) {
        wrong.add(fault.path.join('.'), fault.problem, 'this file is left out');
        return null;
      }
      leftOut.set(keyOf(fault.leftOut), fault);
      if (Array.isArray(valueAt(draft, fault.leftOut.slice(0, -1)))) {
        items.set(keyOf(fault.leftOut), fault.leftOut);
      } else remove(draft, fault.leftOut);
    }
  }
  for (const { path, problem, leftOut } of faults) {
    const what = leftOut.length === path.length ? 'this value' : `"${leftOut.join('.')}"`;
    wrong.add(path.join('.'), problem, `${what} is left out`);
  }
  // Last items first: removing an item shifts those behind it.
  for (const path of [...items.values()].sort(lastFirst)) remove(draft, path);
  const parsed = schema.safeParse(draft);
  return parsed.success ? parsed.data : null;
}

/** The first issue of each path. */
function issuesOf(schema: z.ZodMiniType, draft: JsonObject): Issue[] {
  const issues: Issue[] = schema.safeParse(draft).error?.issues ?? [];
  return [...new Map(issues.toReversed().map(issue => [keyOf(issue.path), issue])).values()].reverse();
}

/** The paths of everything that contains the value at `path`. */
function around(path: Path): Path[] {
  return path.map((_, i) => path.slice(0, i));
}

function faultOf(issue: Issue, document: JsonObject): Fault {
  const { path } = issue;
  const value = valueAt(document, path);
  return value === undefined
    ? { path, problem: 'is missing', leftOut: path.slice(0, -1) }
    : { path, problem: `${demandOf(issue)}, not ${shownValue(value)}`, leftOut: path };
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}

function lastFirst(a: Path, b: Path): number {
  return b.length - a.length || Number(b.at(-1)) - Number(a.at(-1));
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (here, key) =>
      typeof here === 'object' && here !== null && Object.hasOwn(here, key)
        ? (here as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  );
}

function remove(draft: JsonObject, path: Path): void {
  const holder = valueAt(draft, path.slice(0, -1));
  const key = path.at(-1);
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else if (typeof holder === 'object' && holder !== null) Reflect.deleteProperty(holder, String(key));
}
