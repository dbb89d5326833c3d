import type { ProviderError } from '../../core/request/wireEvents.ts';
import { asText, at } from '../http/jsonAccess.ts';
import { errorIn, serverError } from '../http/serverError.ts';
import { givenUp } from '../shared/givenUp.ts';

/** The error in a 200 answer, or in a chunk of one; null = there is none. */
export function answerFailure(body: unknown): ProviderError | null {
  const choice = at(body, 'choices', 0);
  // OpenRouter reports a provider's failure in the choice; Groq says in its own object why it stopped early.
  const error = errorIn(body) ?? at(choice, 'error') ?? at(body, 'x_groq', 'error') ?? null;
  if (error !== null) return serverError(error);
  return givenUp(asText(at(choice, 'finish_reason')));
}
