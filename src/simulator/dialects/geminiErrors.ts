import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { RefusalKind } from '../scenario/faults.ts';
import type { RefusalReason } from './dialect.ts';

interface GeminiError {
  readonly code: number;
  readonly status: string;
  readonly message: string;
  readonly details?: JsonObject[];
}

const rpc = 'type.googleapis.com/google.rpc';

function errors(model: string): Record<RefusalKind, GeminiError> {
  return {
    badRequest: {
      code: 400,
      status: 'INVALID_ARGUMENT',
      message: 'Request contains an invalid argument.',
    },
    authentication: {
      code: 401,
      status: 'UNAUTHENTICATED',
      message:
        'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
    },
    permission: { code: 403, status: 'PERMISSION_DENIED', message: 'The caller does not have permission' },
    notFound: {
      code: 404,
      status: 'NOT_FOUND',
      message: `models/${model} is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.`,
    },
    method: { code: 405, status: 'UNIMPLEMENTED', message: 'Method not allowed.' },
    rateLimit: {
      code: 429,
      status: 'RESOURCE_EXHAUSTED',
      message:
        'You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits.',
      details: [{ '@type': `${rpc}.RetryInfo`, retryDelay: '1s' }],
    },
    server: {
      code: 500,
      status: 'INTERNAL',
      message:
        'An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting',
    },
    overloaded: {
      code: 503,
      status: 'UNAVAILABLE',
      message: 'The model is overloaded. Please try again later.',
    },
  };
}

/** This API answers 400 to a wrong key; the details say that it is the key. */
export const invalidKeyReason: RefusalReason = {
  kind: 'badRequest',
  field: 'key',
  message: 'API key not valid. Please pass a valid API key.',
};

const invalidKey: JsonObject = {
  '@type': `${rpc}.ErrorInfo`,
  reason: 'API_KEY_INVALID',
  domain: 'googleapis.com',
  metadata: { service: 'generativelanguage.googleapis.com' },
};

/** The time to wait is only in the body, not in a header. */
export function geminiErrorResponse(reason: RefusalReason, model: string): { status: number; body: string } {
  const error = errors(model)[reason.kind];
  const details = reason.field === invalidKeyReason.field ? [invalidKey] : error.details;
  const said = { ...error, message: reason.message ?? error.message };
  return { status: error.code, body: body(details ? { ...said, details } : said) };
}

/** What ends a stream with an error: the same JSON as in a refusal, and not an event. */
export const midStreamError = body(errors('').overloaded);

function body({ code, message, status, details }: GeminiError): string {
  const error = { code, message, status, ...(details && { details }) };
  return `${JSON.stringify({ error }, null, 2)}\n`;
}
