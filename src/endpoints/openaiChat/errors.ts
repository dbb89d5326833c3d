import type { ErrorReason } from '../../core/base/errors.ts';
import type { ProviderError } from '../../core/request/wireEvents.ts';
import { reasonOfStatus } from '../http/httpStatus.ts';
import { asText, at } from '../http/jsonAccess.ts';

/** Values of `finish_reason` with which a server gives up: OpenRouter's, and DeepSeek's. */
const givenUp: Readonly<Record<string, ErrorReason>> = {
  error: 'provider',
  insufficient_system_resource: 'overloaded',
};

/** Why a chunk of a 200 answer, or the whole of it, is none; null = it is one. */
export function answerFailure(body: unknown): ProviderError | null {
  const choice = at(body, 'choices', 0);
  // OpenRouter tells a provider's failure in the choice, Groq why it stopped early in an object of its own.
  const error = at(body, 'error') ?? at(choice, 'error') ?? at(body, 'x_groq', 'error') ?? null;
  if (error !== null) return streamError(error);
  const finish = asText(at(choice, 'finish_reason')) ?? '';
  const reason = givenUp[finish];
  return reason ? { ...streamError(`The answer ended with finish_reason "${finish}".`), reason } : null;
}

/** An `error` object inside a 200 answer, worded as the SDK does. */
export function streamError(error: unknown): ProviderError {
  // A number with some servers, its digits with LiteLLM, a name with OpenAI.
  const code = Number(at(error, 'code') ?? at(error, 'status') ?? 0);
  const status = code >= 400 && code < 600 ? code : null;
  const message = asText(error) ?? asText(at(error, 'message')) ?? JSON.stringify(error ?? null);
  return {
    message,
    reason: status === null ? 'provider' : reasonOfStatus(status),
    status,
    requestId: null,
    retryAfter: null,
  };
}
