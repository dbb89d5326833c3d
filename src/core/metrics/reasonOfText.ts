import type { ErrorReason } from '../base/errors.ts';

/** What the Python SDKs of AWS, OpenAI and Anthropic write into an exception. The first that matches counts. */
const patterns: readonly (readonly [RegExp, ErrorReason])[] = [
  [/throttl|too ?many ?requests|rate.?limit|error code: 429/i, 'rateLimit'],
  [/model ?timeout|timed? ?out|error code: (408|504)/i, 'timeout'],
  [
    /unrecognizedclient|invalidsignature|expiredtoken|no ?credentials|api.?key|error code: 401/i,
    'authentication',
  ],
  [/accessdenied|permission|error code: 403/i, 'permission'],
  [/resourcenotfound|error code: 404/i, 'notFound'],
  [/validation(exception|error)|error code: 4\d\d/i, 'badRequest'],
  [/serviceunavailable|modelnotready|overloaded|error code: (503|529)/i, 'overloaded'],
  [/internalserver|error code: 5\d\d/i, 'server'],
  [/certificate|\bssl\b/i, 'tls'],
  [/connection|could not connect/i, 'connection'],
];

/** The reason of a failure of which only the text is known, as in the folders of Python LLMeter. */
export function reasonOfText(text: string): ErrorReason {
  return patterns.find(([pattern]) => pattern.test(text))?.[1] ?? 'other';
}
