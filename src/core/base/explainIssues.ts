import * as z from 'zod/mini';
import { isJsonObject, type JsonObject, type JsonValue } from './jsonValue.ts';

/**
 * The fields of zod's issues that are used here. The `message` of a schema's own check is either a demand
 * ("must be ...") or a complete sentence, which ends with a full stop.
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
 * Explains each issue of `input` in a sentence that names the key. `schema` is the JSON schema of the input;
 * it provides the descriptions and the known keys.
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
 * The issues of the one alternative of a union that the value matches except for something inside it. An
 * alternative that knows all keys of the value is preferred. Null unless exactly one remains.
 */
function alternativeMeant({ path, errors = [] }: Issue): Issue[] | null {
  const possible = errors.filter(issues => issues.every(isInside));
  const knowingAll = possible.filter(issues => issues.every(({ path }) => path.length > 0));
  const [meant, ...others] = knowingAll.length === 1 ? knowingAll : possible;
  if (!meant || meant.length === 0 || others.length > 0) return null;
  return meant.map(inner => ({ ...inner, path: [...path, ...inner.path] }));
}

/** Whether an issue is about something inside the value. An unknown key has no path of its own. */
function isInside({ path, code }: Issue): boolean {
  return path.length > 0 || code === 'unrecognized_keys';
}

/** The demand on a value, such as "must be a number". */
export function demandOf(issue: Issue): string {
  const choices = (issue.values ?? issue.options)?.map(choice => JSON.stringify(choice)) ?? [];
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${article(issue.expected ?? 'of another type')}`;
    case 'too_small':
      return minimumOf(issue);
    case 'too_big':
      return maximumOf(issue);
    case 'invalid_value':
    case 'invalid_union':
      if (choices.length === 0) {
        return issue.code === 'invalid_value' ? 'must be an allowed value' : 'must have a valid format';
      }
      return `must be ${choices.length > 1 ? 'one of ' : ''}${choices.join(', ')}`;
    case 'invalid_format':
      return 'must have a valid format';
    case 'custom':
      return issue.message || 'must be valid';
    default:
      return 'must be valid';
  }
}

function minimumOf({ minimum, inclusive }: Issue): string {
  if (minimum === undefined) return 'must be larger';
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

/** A value in a form that fits into a sentence. */
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

/** The properties of the object at `path`. Of alternatives, it takes the one whose constants and required keys fit. */
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

/** The known word that `word` is most likely a misspelling of, or null if none is close. */
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

/** Counts letters that were added, left out, changed, or swapped with a neighbour (optimal string alignment). */
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

/** The JSON schema of what users may write: keys with defaults are optional. */
export function inputSchema(schema: z.core.$ZodType): JsonObject {
  return z.toJSONSchema(schema, { io: 'input' }) as unknown as JsonObject;
}
