import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/base/jsonValue.ts';
import { mergedJson } from '../../core/base/mergedJson.ts';
import type { CheckedPlan } from '../../core/plan/plan.ts';
import type { Endpoint } from '../../endpoints/contract/endpoint.ts';

/** What to use instead, by the member that the plan or the API decides. Others are parts of the prompt. */
const decidedBy: Readonly<Record<string, string>> = {
  model: '"endpoint.model"',
  modelId: '"endpoint.model"',
  stream: '"endpoint.stream"',
  stream_options: '"endpoint.askUsage"',
  system: '"system"',
  systemInstruction: '"system"',
  instructions: '"system"',
};

/**
 * The payloads with the members of the plan's `body` in each. Throws UserError where they would replace what
 * other keys of the plan decide, or what the answers are read by.
 */
export async function withBody(
  payloads: readonly JsonObject[],
  { body, payload, maxTokens }: Pick<CheckedPlan, 'body' | 'payload' | 'maxTokens'>,
  endpoint: Endpoint,
): Promise<JsonObject[]> {
  const [first] = payloads;
  if (body === undefined || first === undefined) return [...payloads];
  if (endpoint.transport === 'vscode-lm') {
    throw new UserError(
      '"body" is for APIs over HTTP. For the editor’s models, use "modelOptions" of the endpoint.',
    );
  }
  const { prepared, inputText } = await endpoint.ready(first);
  // What a payload file says about itself may be changed, what a plan says must be changed there.
  const fixed = (path: readonly string[]) =>
    valueAt(prepared, path) !== undefined && (payload === undefined || valueAt(first, path) === undefined);
  const taken = leaves(body).find(fixed);
  if (taken) throw decided(taken, valueAt(prepared, taken) === maxTokens ? '"maxTokens"' : undefined);
  const added = payloads.map(one => mergedJson(withDefaults(one, prepared, body), body));
  const after = await endpoint.ready(added[0] ?? first);
  const lost = leaves(body).find(path => !same(valueAt(after.prepared, path), valueAt(body, path)));
  if (lost) throw decided(lost);
  if (after.inputText !== inputText) throw decided(leaves(body)[0] ?? []);
  return added;
}

function decided(path: readonly string[], by = decidedBy[path[0] ?? ''] ?? '"prompt"'): UserError {
  return new UserError(
    `"body.${path.join('.')}" cannot be set in "body": the request has it already. Use ${by}.`,
  );
}

/** With the objects that preparing adds to a payload, where `body` adds to them. */
function withDefaults(payload: JsonObject, prepared: JsonObject, body: JsonObject): JsonObject {
  const missing = Object.keys(body).filter(key => payload[key] === undefined && isJsonObject(prepared[key]));
  return { ...Object.fromEntries(missing.map(key => [key, prepared[key] ?? null])), ...payload };
}

/** The paths to all values that are not objects with members. */
function leaves(value: JsonObject): string[][] {
  return Object.entries(value).flatMap(([key, member]) =>
    isJsonObject(member) && Object.keys(member).length > 0
      ? leaves(member).map(path => [key, ...path])
      : [[key]],
  );
}

function valueAt(object: JsonObject, path: readonly string[]): JsonValue | undefined {
  let here: JsonValue | undefined = object;
  for (const key of path) {
    // A member of something that is no object would replace it.
    if (!isJsonObject(here)) return here;
    here = here[key];
  }
  return here;
}

function same(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
