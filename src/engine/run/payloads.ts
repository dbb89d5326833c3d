import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, isAbsolute, join, resolve } from 'node:path';
import { messageOf, UserError } from '../../core/errors.ts';
import { readJson } from '../../core/json/read.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/jsonValue.ts';
import type { RunPlan } from '../../core/plan.ts';
import type { Endpoint } from '../../endpoints/endpoint.ts';

const defaultPrompt = 'Write a short paragraph about the sea.';

/**
 * The payloads of a plan, in order: its `payload` (one, a list, or a path), else one for each `prompt`.
 * Throws UserError naming the file or key.
 */
export async function payloadsOf(
  plan: RunPlan,
  endpoint: Endpoint,
  baseFolder: string,
): Promise<JsonObject[]> {
  const { payload, prompt, maxTokens, system } = plan;
  if (payload !== undefined && prompt !== undefined) {
    throw new UserError('Give either "payload" or "prompt", not both.');
  }
  if (payload === '' || (isJsonObject(payload) && Object.keys(payload).length === 0)) {
    throw new UserError('"payload" is empty: give a request, a list of them, or the path of a file.');
  }
  if (typeof payload === 'string')
    return loadPayloads(isAbsolute(payload) ? payload : resolve(baseFolder, payload));
  if (Array.isArray(payload)) return payload;
  if (payload !== undefined) return [payload as JsonObject];
  const prompts = prompt === undefined ? [defaultPrompt] : typeof prompt === 'string' ? [prompt] : prompt;
  return prompts.map(text => endpoint.createPayload(text, { maxTokens, system }));
}

/** Payloads of a .json or .jsonl file, or of all such files of a folder in name order (spec 7.3). */
export async function loadPayloads(path: string): Promise<JsonObject[]> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new UserError(`The payload file ${path} does not exist.`);
  const files = found.isDirectory() ? await jsonFiles(path) : [path];
  const payloads = (await Promise.all(files.map(readPayloadFile))).flat();
  if (payloads.length === 0) throw new UserError(`There is no payload in ${path}.`);
  return payloads;
}

async function jsonFiles(folder: string): Promise<string[]> {
  const entries: Dirent[] = await readdir(folder, { withFileTypes: true });
  return entries
    .filter(entry => entry.isFile() && /\.(jsonl?|manifest)$/.test(entry.name))
    .map(entry => join(folder, entry.name))
    .sort();
}

async function readPayloadFile(path: string): Promise<JsonObject[]> {
  const text = (await contentOf(path)).replace(/^\uFEFF/, '');
  if (['.jsonl', '.manifest'].includes(extname(path))) {
    return text
      .split(/\r?\n/)
      .flatMap((line, i) => (line.trim() === '' ? [] : [oneObject(line, `${basename(path)} line ${i + 1}`)]));
  }
  const value = parse(text, path);
  return (Array.isArray(value) ? value : [value]).map((item, i) =>
    asObject(item, `${basename(path)} item ${i + 1}`),
  );
}

async function contentOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UserError(`The payload file ${path} cannot be read: ${messageOf(error)}.`);
  }
}

function oneObject(text: string, where: string): JsonObject {
  return asObject(parse(text, where), where);
}

function parse(text: string, where: string): JsonValue {
  try {
    return readJson(text);
  } catch (error) {
    throw new UserError(`${where} is not JSON: ${messageOf(error)}`);
  }
}

function asObject(value: JsonValue | undefined, where: string): JsonObject {
  if (!isJsonObject(value))
    throw new UserError(`${where} must be an object: a request in the provider's form.`);
  return value;
}
