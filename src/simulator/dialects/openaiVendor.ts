import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { Header } from '../http/response.ts';
import { Refusal } from './dialect.ts';

/** The message of both OpenAI APIs for a body that is not JSON. */
export const unreadableJson =
  "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)";

/** OpenAI pads its events with noise, so that the size of an event does not reveal its token. */
const noise = 'kT4vQz9bLmX2RcWnYd7';
export const obfuscations: readonly string[] = [2, 9, 5, 13, 1, 7, 11, 4].map(
  length => `,"obfuscation":"${noise.slice(0, length)}"`,
);

export function vendorHeaders(entropy: string): Header[] {
  return [
    ['openai-organization', 'simulated'],
    ['openai-processing-ms', '1'],
    ['openai-version', '2020-10-01'],
    ['x-request-id', `req_${entropy.slice(29, 61).toLowerCase()}`],
    ['x-ratelimit-limit-requests', '10000'],
    ['x-ratelimit-limit-tokens', '30000000'],
    ['x-ratelimit-remaining-requests', '9999'],
    ['x-ratelimit-remaining-tokens', '29999000'],
    ['x-ratelimit-reset-requests', '6ms'],
    ['x-ratelimit-reset-tokens', '2ms'],
  ];
}

/** The token limit in `field`; null = none. Throws Refusal where it is not a valid limit. */
export function tokenLimit(body: JsonObject, field: string): number | null {
  const value = body[field] ?? null;
  if (value === null) return null;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
  throw new Refusal({
    kind: 'badRequest',
    message: `Invalid value for '${field}': expected an integer of at least 1, but got ${JSON.stringify(value)} instead.`,
    field,
  });
}
