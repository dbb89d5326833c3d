import type { Header } from '../http/response.ts';
import type { RefusalKind } from '../scenario/faults.ts';
import type { RefusalReason } from './dialect.ts';

function errors(model: string): Record<RefusalKind, { status: number; type: string; message: string }> {
  const invalid = 'invalid_request_error';
  return {
    badRequest: { status: 400, type: invalid, message: 'Invalid request.' },
    authentication: { status: 401, type: 'authentication_error', message: 'invalid x-api-key' },
    permission: {
      status: 403,
      type: 'permission_error',
      message: 'Your API key does not have permission to use the specified resource.',
    },
    notFound: { status: 404, type: 'not_found_error', message: `model: ${model}` },
    method: { status: 405, type: invalid, message: 'Method Not Allowed' },
    rateLimit: {
      status: 429,
      type: 'rate_limit_error',
      message: 'This request would exceed your organization’s rate limit of 50 requests per minute.',
    },
    server: { status: 500, type: 'api_error', message: 'Internal server error' },
    overloaded: { status: 529, type: 'overloaded_error', message: 'Overloaded' },
  };
}

export function anthropicErrorResponse(
  reason: RefusalReason,
  model: string,
): { status: number; headers: Header[]; error: { type: string; message: string } } {
  const { status, type, message } = errors(model)[reason.kind];
  return {
    status,
    headers: reason.kind === 'rateLimit' ? [['retry-after', '1']] : [],
    error: { type, message: reason.message ?? message },
  };
}
