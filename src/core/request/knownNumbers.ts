import { type InvocationResponse, measuredFields } from './response.ts';

/** The response without NaN and infinities, which Python writes to files and which say as little as null. */
export function withKnownNumbers(response: InvocationResponse): InvocationResponse {
  const odd = measuredFields.filter(key => response[key] !== null && !Number.isFinite(response[key]));
  return odd.length === 0 ? response : { ...response, ...Object.fromEntries(odd.map(key => [key, null])) };
}
