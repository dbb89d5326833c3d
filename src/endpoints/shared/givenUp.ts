import type { ErrorReason } from '../../core/base/errors.ts';
import type { ProviderError } from '../../core/request/wireEvents.ts';
import { serverError } from '../http/serverError.ts';

/** Values of `finish_reason` that mean failure: of OpenRouter, DeepSeek, vLLM and SGLang, GLM, DJL containers. */
const reasons: Readonly<Record<string, ErrorReason>> = {
  error: 'provider',
  insufficient_system_resource: 'overloaded',
  abort: 'provider',
  aborted: 'provider',
  cancelled: 'provider',
  network_error: 'provider',
};

/** The failure that a reason to stop stands for; null = the model stopped by itself or at a limit. */
export function givenUp(finish: string | undefined): ProviderError | null {
  const reason = reasons[finish?.toLowerCase() ?? ''];
  return reason ? { ...serverError(`The answer ended with finish_reason "${finish}".`), reason } : null;
}
