import type { ErrorReason } from '../../core/base/errors.ts';
import type { ProviderError } from '../../core/request/wireEvents.ts';
import { reasonOfStatus } from '../http/httpStatus.ts';
import { asText, at } from '../http/jsonAccess.ts';

/** Values of `finish_reason` that mean failure: OpenRouter's and DeepSeek's. */
const givenUp: Readonly<Record<string, ErrorReason>> = {
  error: 'provider',
  insufficient_system_resource: 'overloaded',
};

/** The error in a 200 answer, or in a chunk of one; null = there is none. */
export function answerFailure(body: unknown): ProviderError | null {
  const choice = at(body, 'choices', 0);
  // OpenRouter reports a provider's failure in the choice; Groq says in its own object why it stopped early.
  const error = at(body, 'error') ?? at(choice, 'error') ?? at(body, 'x_groq', 'error') ?? null;
  if (error !== null) return chatStreamError(error);
  const finish = asText(at(choice, 'finish_reason')) ?? '';
  const reason = givenUp[finish];
  return reason ? { ...chatStreamError(`The answer ended with finish_reason "${finish}".`), reason } : null;
}

/** An `error` object inside a 200 answer, in the SDK's words. */
export function chatStreamError(error: unknown): ProviderError {
  // A number at some servers, a string of digits at LiteLLM, a name at OpenAI.
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
