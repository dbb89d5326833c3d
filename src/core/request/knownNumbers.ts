import type { InvocationResponse } from './response.ts';

const numbers = [
  'time_to_first_token',
  'time_to_last_token',
  'num_tokens_input',
  'num_tokens_output',
  'num_tokens_input_cached',
  'num_tokens_output_reasoning',
  'time_per_output_token',
] as const;

/** The response without NaN and infinities, which Python writes to files and which say as little as null. */
export function withKnownNumbers(response: InvocationResponse): InvocationResponse {
  const odd = numbers.filter(key => response[key] !== null && !Number.isFinite(response[key]));
  return odd.length === 0 ? response : { ...response, ...Object.fromEntries(odd.map(key => [key, null])) };
}
