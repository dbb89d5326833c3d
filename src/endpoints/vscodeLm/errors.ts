import type { ErrorReason } from '../../core/base/errors.ts';
import { messageOf } from '../../core/base/errors.ts';
import type { ProviderError } from '../../core/request/wireEvents.ts';
import { asText, at } from '../http/jsonAccess.ts';

/** Codes of VS Code's LanguageModelError, and what its user can do about each. */
const codes: Record<string, { reason: ErrorReason; advice: (vendor: string) => string }> = {
  NoPermissions: {
    reason: 'permission',
    advice: vendor =>
      `VS Code does not let LLMeter use the models of “${vendor}”: run Test Connection and allow it, or allow it under Accounts, Manage Language Model Access.`,
  },
  Blocked: {
    reason: 'rateLimit',
    advice: vendor =>
      `“${vendor}” blocks further requests: its quota may be used up or the prompt refused. Use one client and fewer requests, or wait.`,
  },
  NotFound: {
    reason: 'notFound',
    advice: () => 'VS Code does not offer this model any more: choose another with Edit Endpoint, Model.',
  },
};

/** Says what went wrong with a request and what to do about it; the editor's own words follow. */
export function modelError(error: unknown, vendor: string): ProviderError {
  const known = codes[asText(at(error, 'code')) ?? ''];
  // An error of the provider itself comes wrapped, as the cause of one that says nothing.
  const said = messageOf(at(error, 'cause') ?? error);
  const words = said === '' ? `The provider “${vendor}” failed without saying why.` : said;
  return {
    reason: known?.reason ?? 'provider',
    message: known ? `${known.advice(vendor)} (${words})` : words,
    status: null,
    requestId: null,
    retryAfter: null,
  };
}
