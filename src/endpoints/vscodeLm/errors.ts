import type { ErrorReason } from '../../core/base/errors.ts';
import { messageOf } from '../../core/base/errors.ts';
import type { ProviderError } from '../../core/request/wireEvents.ts';
import { asText, at } from '../http/jsonAccess.ts';

/** Codes of VS Code's LanguageModelError, and what the user can do about each. */
const codes: Record<string, { reason: ErrorReason; advice: (vendor: string) => string }> = {
  NoPermissions: {
    reason: 'permission',
    advice: vendor =>
      `VS Code does not let LLMeter use the models from “${vendor}”: run Test Connection and allow access, or allow it under Accounts, Manage Language Model Access.`,
  },
  Blocked: {
    reason: 'rateLimit',
    advice: vendor =>
      `“${vendor}” blocks further requests: the quota may be used up, or the prompt was refused. Use one client and fewer requests, or wait.`,
  },
  NotFound: {
    reason: 'notFound',
    advice: () => 'VS Code no longer offers this model: choose another one with Edit Endpoint, Model.',
  },
};

/** What went wrong with a request and what to do about it, followed by the editor's own message. */
export function modelError(error: unknown, vendor: string): ProviderError {
  const known = codes[asText(at(error, 'code')) ?? ''];
  // An error of the provider itself is the cause of an error without a useful message.
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
