import type { ErrorReason } from '../../core/base/errors.ts';
import type { ProviderError } from '../../core/request/wireEvents.ts';
import { asText, at } from '../http/jsonAccess.ts';
import { errorIn, serverError } from '../http/serverError.ts';

/** Values of `finish_reason` that mean failure: those of OpenRouter, DeepSeek, vLLM and SGLang, and GLM. */
const givenUp: Readonly<Record<string, ErrorReason>> = {
  error: 'provider',
  insufficient_system_resource: 'overloaded',
  abort: 'provider',
  aborted: 'provider',
  cancelled: 'provider',
  network_error: 'provider',
};

/** The error in a 200 answer, or in a chunk of one; null = there is none. */
export function answerFailure(body: unknown): ProviderError | null {
  const choice = at(body, 'choices', 0);
  // OpenRouter reports a provider's failure in the choice; Groq says in its own object why it stopped early.
  const error = errorIn(body) ?? at(choice, 'error') ?? at(body, 'x_groq', 'error') ?? null;
  if (error !== null) return serverError(error);
  const finish = asText(at(choice, 'finish_reason')) ?? '';
  const reason = givenUp[finish.toLowerCase()];
  return reason ? { ...serverError(`The answer ended with finish_reason "${finish}".`), reason } : null;
}
