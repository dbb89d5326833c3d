import type { ProviderError } from '../../core/request/wireEvents.ts';
import { awsRefusal } from '../aws/awsErrors.ts';
import { errorWords } from '../http/errorWords.ts';
import { reasonOfStatus } from '../http/httpStatus.ts';
import { asText, at } from '../http/jsonAccess.ts';
import { refusal } from '../http/refusal.ts';
import { errorIn, statusIn } from '../http/serverError.ts';

/** Error types of the API that name a reason better than the status of the 200 they came in. */
const statusOfType: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  permission_error: 403,
  not_found_error: 404,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

/** `{type: "error", error: {type, message}}` inside a 200 answer, or an error in the form of a gateway. */
export function streamError(body: unknown): ProviderError {
  const error = errorIn(body) ?? body;
  const status = statusOfType[asText(at(error, 'type')) ?? ''] ?? statusIn(error);
  return {
    message: errorWords(error) ?? JSON.stringify(body),
    reason: status === null ? 'provider' : reasonOfStatus(status),
    status,
    requestId: asText(at(body, 'request_id')) ?? null,
    retryAfter: null,
  };
}

/** The error of a refused request; AWS's own refusals are worded as in all AWS APIs. */
export function messagesRefusal(
  status: number,
  headers: ReadonlyMap<string, string>,
  text: string,
  requestIdHeader: string,
): ProviderError {
  if (headers.has('x-amzn-errortype')) return awsRefusal('Bedrock', status, headers, text);
  return refusal(status, headers.get(requestIdHeader), text);
}
