import * as z from 'zod/mini';
import { UserError } from '../base/errors.ts';
import { explainIssues, inputSchema } from '../base/explainIssues.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../base/jsonValue.ts';
import type { InvocationResponse } from '../request/response.ts';

const positive = z.number().check(z.positive());
const whole = z.int().check(z.nonnegative());
const count = z.int().check(z.positive());
const text = z.nullable(z.string());
const seconds = z.nullable(z.number());
const tokens = z.nullable(whole);

/** The settings of a run that a module may change. It sees the whole configuration. */
const configEdits = z.object({
  description: text,
  clients: count,
  requests: z.nullable(count),
  duration: z.nullable(positive),
  warmup: whole,
  rampUp: z.number().check(z.nonnegative()),
  timeout: positive,
  seed: z.int(),
  payloads: z.array(z.unknown()).check(z.minLength(1)),
});

const responseEdits = z.strictObject({
  response_text: text,
  input_payload: z.unknown(),
  id: text,
  input_prompt: z.unknown(),
  time_to_first_token: seconds,
  time_to_last_token: seconds,
  num_tokens_input: tokens,
  num_tokens_output: tokens,
  num_tokens_input_cached: tokens,
  num_tokens_output_reasoning: tokens,
  time_per_output_token: seconds,
  error: text,
  retries: tokens,
  request_time: z.nullable(z.number()),
} satisfies Record<keyof InvocationResponse, unknown>);

/** Checks that a payload can be sent. Throws a UserError that names what cannot be sent. */
export function checkedPayload(value: unknown, name = 'payload'): JsonObject {
  if (!isJsonObject(value)) throw new UserError(`${name} must be an object`);
  return checkedJson(value, name) as JsonObject;
}

/** The settings of a run as a module left them. Throws a UserError that names an invalid setting. */
export function checkedConfig(value: unknown) {
  const edits = checked(configEdits, value);
  if ((edits.requests === null) === (edits.duration === null)) {
    throw new UserError('Exactly one of "requests" and "duration" must be null.');
  }
  return { ...edits, payloads: edits.payloads.map((payload, i) => checkedPayload(payload, `payloads.${i}`)) };
}

/** A response as a module left it. Throws a UserError that names what cannot be written to a file. */
export function checkedResponse(value: unknown): InvocationResponse {
  const { input_payload, input_prompt, ...edits } = checked(responseEdits, value);
  return {
    ...edits,
    input_payload: input_payload === null ? null : checkedPayload(input_payload, 'input_payload'),
    input_prompt: checkedJson(input_prompt, 'input_prompt'),
  };
}

function checked<S extends z.core.$ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  throw new UserError(explainIssues(parsed.error.issues, value, inputSchema(schema)).join(' '));
}

/** A copy without undefined members, which JSON omits. */
function checkedJson(value: unknown, path: string): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((item, i) => checkedJson(item, `${path}.${i}`));
  if (isJsonObject(value) && Object.getPrototypeOf(value) === Object.prototype) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.map(([key, member]) => [key, checkedJson(member, `${path}.${key}`)]));
  }
  const what = typeof value === 'object' ? `a ${value?.constructor?.name}` : String(value);
  throw new UserError(`${path} is ${what}, which JSON cannot represent`);
}
