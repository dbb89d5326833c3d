import * as z from 'zod/mini';
import { isJsonObject, type JsonObject, type JsonValue } from './jsonValue.ts';

/**
 * What zod reports; only these fields are used. A schema's own check says in `message` what a value must be
 * ("must be ..."), or all there is to say: then it ends with a full stop.
 */
export interface Issue {
  code?: string;
  message?: string;
  path: readonly PropertyKey[];
  keys?: readonly string[];
  expected?: string;
  minimum?: number | bigint;
  maximum?: number | bigint;
  inclusive?: boolean;
  values?: readonly unknown[];
  options?: readonly unknown[];
  errors?: readonly (readonly Issue[])[];
}

/**
 * Says what is wrong with `input` in sentences that name the key, one for each issue. `schema` is the
 * JSON schema of what was asked for: descriptions and neighbouring keys come from it.
 */
export function explainIssues(issues: readonly Issue[], input: unknown, schema: JsonObject): string[] {
  return issues.flatMap(issue => explain(issue, input, schema));
}

function explain(issue: Issue, input: unknown, schema: JsonObject): string[] {
  const key = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(propertiesAt(schema, issue.path, input));
    return (issue.keys ?? []).map(unknown => {
      const nearest = nearestOf(unknown, known);
      const where = key === '' ? '' : ` in "${key}"`;
      return nearest === null
        ? `Unknown key "${unknown}"${where}. Known keys: ${known.filter(name => name !== '$schema').join(', ')}.`
        : `Unknown key "${unknown}"${where}. Did you mean "${nearest}"?`;
    });
  }
  if (issue.code === 'custom' && issue.message?.endsWith('.')) return [issue.message];
  const meant = alternativeMeant(issue);
  if (meant) return meant.flatMap(inner => explain(inner, input, schema));
  const value = valueAt(input, issue.path);
  const name = key === '' ? 'The plan' : `"${key}"`;
  if (value === undefined) {
    return [`${name} is missing${aboutSentence(schema, issue.path, input)}`];
  }
  return [`${name} ${demandOf(issue)}, not ${shownValue(value)}${aboutSentence(schema, issue.path, input)}`];
}

/**
 * Of the forms a value may have, the one that it has but for something inside of it, rather one that
 * knows all its keys; null if that is not one.
 */
function alternativeMeant({ path, errors = [] }: Issue): Issue[] | null {
  const possible = errors.filter(issues => issues.every(isInside));
  const knowingAll = possible.filter(issues => issues.every(({ path }) => path.length > 0));
  const [meant, ...others] = knowingAll.length === 1 ? knowingAll : possible;
  if (!meant || meant.length === 0 || others.length > 0) return null;
  return meant.map(inner => ({ ...inner, path: [...path, ...inner.path] }));
}

/** About something inside of the value; a key too many is named by no path. */
function isInside({ path, code }: Issue): boolean {
  return path.length > 0 || code === 'unrecognized_keys';
}

/** What a value must be: "must be a number". */
export function demandOf(issue: Issue): string {
  const choices = (issue.values ?? issue.options)?.map(choice => JSON.stringify(choice)) ?? [];
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${article(issue.expected ?? 'another type')}`;
    case 'too_small':
      return minimumOf(issue);
    case 'too_big':
      return maximumOf(issue);
    case 'invalid_value':
    case 'invalid_union':
      if (choices.length === 0) return issue.code === 'invalid_value' ? 'is not allowed' : 'has a wrong form';
      return `must be ${choices.length > 1 ? 'one of ' : ''}${choices.join(', ')}`;
    case 'invalid_format':
      return 'has a wrong form';
    case 'custom':
      return issue.message || 'cannot be used';
    default:
      return 'cannot be used';
  }
}

function minimumOf({ minimum, inclusive }: Issue): string {
  if (minimum === undefined) return 'is too small';
  return `must be ${inclusive === false ? 'greater than' : 'at least'} ${minimum}`;
}

function maximumOf({ maximum, inclusive }: Issue): string {
  if (maximum === undefined) return 'is too large';
  return `must be ${inclusive === false ? 'less than' : 'at most'} ${maximum}`;
}

const typeNames: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

function article(type: string): string {
  return typeNames[type] ?? type;
}

/** A value as a sentence can show it. */
export function shownValue(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : 'an object';
}

function aboutSentence(schema: JsonObject, path: readonly PropertyKey[], input: unknown): string {
  const last = path.at(-1);
  if (last === undefined) return '.';
  const property = propertiesAt(schema, path.slice(0, -1), input)[String(last)];
  const description = isJsonObject(property) ? property['description'] : undefined;
  return typeof description === 'string' ? `: ${description}` : '.';
}

/** The properties of the object at `path`; of alternatives, the one whose constants and required keys fit the input. */
function propertiesAt(schema: JsonObject, path: readonly PropertyKey[], input: unknown): JsonObject {
  let here: JsonValue | undefined = choose(schema, input);
  let value = input;
  for (const step of path) {
    if (!isJsonObject(here)) return {};
    value = valueAt(value, [step]);
    const next: JsonValue | undefined = typeof step === 'number' ? here['items'] : memberOf(here, step);
    here = isJsonObject(next) ? choose(next, value) : undefined;
  }
  return isJsonObject(here) && isJsonObject(here['properties']) ? here['properties'] : {};
}

function memberOf(schema: JsonObject, step: PropertyKey): JsonValue | undefined {
  const properties = schema['properties'];
  return isJsonObject(properties) ? properties[String(step)] : undefined;
}

function choose(schema: JsonObject, value: unknown): JsonObject {
  const alternatives = schema['oneOf'] ?? schema['anyOf'];
  if (!Array.isArray(alternatives)) return schema;
  const objects = alternatives.filter(isJsonObject);
  const fitting = objects.filter(alternative => constantsFit(alternative, value));
  return fitting.find(alternative => hasRequired(alternative, value)) ?? fitting[0] ?? objects[0] ?? schema;
}

function hasRequired({ required }: JsonObject, value: unknown): boolean {
  const keys = Array.isArray(required) ? required : [];
  return keys.every(key => valueAt(value, [String(key)]) !== undefined);
}

function constantsFit(schema: JsonObject, value: unknown): boolean {
  const properties = schema['properties'];
  if (!isJsonObject(properties)) return false;
  return Object.entries(properties).every(
    ([key, member]) =>
      !isJsonObject(member) ||
      member['const'] === undefined ||
      member['const'] === (valueAt(value, [key]) ?? member['default']),
  );
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const step of path) {
    here =
      typeof here === 'object' && here !== null ? (here as Record<PropertyKey, unknown>)[step] : undefined;
  }
  return here;
}

/** The known word that `word` is most likely a slip of, or null when none is near. */
export function nearestOf(word: string, known: readonly string[]): string | null {
  const plain = (text: string) => text.toLowerCase().replace(/[-_\s]/g, '');
  const wanted = plain(word);
  let best: { name: string; distance: number } | null = null;
  for (const name of known) {
    const distance = editDistance(wanted, plain(name));
    if (best === null || distance < best.distance) best = { name, distance };
  }
  return best !== null && best.distance <= Math.max(1, Math.floor(word.length / 3)) ? best.name : null;
}

/** Letters added, left out, changed or swapped with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? (beforePrevious[j - 2] ?? 0) + 1 : change;
      current.push(Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, change, swap));
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** The JSON schema of what people may write (defaults are optional). */
export function inputSchema(schema: z.core.$ZodType): JsonObject {
  return z.toJSONSchema(schema, { io: 'input' }) as unknown as JsonObject;
}
