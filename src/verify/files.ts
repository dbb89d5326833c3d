import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '../core/base/jsonValue.ts';
import { readJson } from '../core/base/read.ts';
import { readTime } from '../core/base/time.ts';
import type { Ledger } from './ledger.ts';

/** A line of a JSON Lines file; `number` from 1. */
export interface Row {
  readonly number: number;
  /** The number of an earlier line that is the same, or null. */
  readonly repeats: number | null;
  readonly json: JsonObject;
}

export interface RunFolder {
  readonly responses: readonly Row[] | null;
  readonly traces: readonly Row[] | null;
  readonly payloads: readonly Row[] | null;
  readonly summary: JsonObject | null;
  readonly stats: JsonObject | null;
  readonly config: JsonObject | null;
  readonly own: JsonObject | null;
}

/** Reads the files of a run. What cannot be read is a difference. */
export async function readRun(folder: string, ledger: Ledger): Promise<RunFolder> {
  const [responses, traces, payloads] = await Promise.all(
    ['responses.jsonl', 'trace.jsonl', 'payload.jsonl'].map(file => readRows(folder, file, ledger)),
  );
  const [summary, stats, config, own] = await Promise.all(
    ['summary.json', 'stats.json', 'run_config.json', 'llmeter.json'].map(file =>
      readDocument(folder, file, ledger),
    ),
  );
  return {
    responses: responses ?? null,
    traces: traces ?? null,
    payloads: payloads ?? null,
    summary: summary ?? null,
    stats: stats ?? null,
    config: config ?? null,
    own: own ?? null,
  };
}

/** The object in a file; null if there is no such file, or something else is in it. */
export async function readDocument(folder: string, file: string, ledger: Ledger): Promise<JsonObject | null> {
  const text = await textOf(join(folder, file));
  if (text === null) return null;
  const json = jsonIn(text);
  if (json !== null) return json;
  ledger.holds(file, 'the file', false, 'not a JSON object', 'a JSON object');
  return null;
}

async function readRows(folder: string, file: string, ledger: Ledger): Promise<Row[] | null> {
  const rows: Row[] = [];
  const seen = new Map<string, number>();
  let number = 0;
  for await (const line of linesOf(join(folder, file))) {
    if (line === null) return null;
    number++;
    if (line.trim() === '') continue;
    const json = jsonIn(line);
    ledger.holds(file, `line ${number}`, json !== null, 'not a JSON object', 'a JSON object');
    if (json === null) continue;
    const print = createHash('sha1').update(line).digest('base64');
    rows.push({ number, repeats: seen.get(print) ?? null, json });
    seen.set(print, number);
  }
  return rows;
}

/** The lines of a file of any size; one null if there is no such file. */
async function* linesOf(path: string): AsyncGenerator<string | null> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
    yield null;
    return;
  }
  // The handle closes itself at the end.
  yield* file.readLines();
}

async function textOf(path: string): Promise<string | null> {
  return await readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

function jsonIn(text: string): JsonObject | null {
  try {
    const json = readJson(text);
    return isJsonObject(json) ? json : null;
  } catch {
    return null;
  }
}

/** A number that is one; NaN and all else is missing. */
export function num(value: JsonValue | undefined): number | null {
  return typeof value === 'number' && !Number.isNaN(value) ? value : null;
}

/** A time in milliseconds since the epoch. */
export function moment(value: JsonValue | undefined): number | null {
  return typeof value === 'string' ? readTime(value) : null;
}

/** The object under a path of keys; an empty one if there is none. */
export function part(json: JsonValue | undefined, ...keys: string[]): JsonObject {
  let found = json;
  for (const key of keys) found = isJsonObject(found) ? found[key] : undefined;
  return isJsonObject(found) ? found : {};
}
