import type { Header } from '../http/response.ts';
import type { RefusalKind } from '../scenario/faults.ts';
import type { RefusalReason } from './dialect.ts';

interface OpenaiError {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  readonly message: string;
}

function errors(model: string): Record<RefusalKind, OpenaiError> {
  const invalid = 'invalid_request_error';
  return {
    badRequest: { status: 400, type: invalid, code: null, message: 'Invalid request.' },
    authentication: {
      status: 401,
      type: invalid,
      code: 'invalid_api_key',
      message:
        'Incorrect API key provided: ********. You can find your API key at https://platform.openai.com/account/api-keys.',
    },
    permission: {
      status: 403,
      type: invalid,
      code: 'model_not_found',
      message: `Project \`proj_simulated\` does not have access to model \`${model}\``,
    },
    notFound: {
      status: 404,
      type: invalid,
      code: 'model_not_found',
      message: `The model \`${model}\` does not exist or you do not have access to it.`,
    },
    method: { status: 405, type: invalid, code: 'method_not_supported', message: 'Method not allowed.' },
    rateLimit: {
      status: 429,
      type: 'requests',
      code: 'rate_limit_exceeded',
      message: `Rate limit reached for ${model} in organization simulated on requests per min (RPM): Limit 500, Used 500, Requested 1. Please try again in 1s.`,
    },
    server: {
      status: 500,
      type: 'server_error',
      code: null,
      message: 'The server had an error while processing your request. Sorry about that!',
    },
    overloaded: {
      status: 503,
      type: 'service_unavailable_error',
      code: null,
      message: 'The engine is currently overloaded, please try again later.',
    },
  };
}

/** The body of the error that ends a stream. */
export const serverErrorBody = body(errors('').server);

export function openaiErrorResponse(
  reason: RefusalReason,
  model: string,
): { status: number; headers: Header[]; body: string } {
  const error = errors(model)[reason.kind];
  const ofField = reason.missing ? 'missing_required_parameter' : 'invalid_value';
  const code = reason.field === undefined ? error.code : ofField;
  const json = body({ ...error, code, message: reason.message ?? error.message }, reason.field);
  return {
    status: error.status,
    headers: reason.kind === 'rateLimit' ? [['retry-after', '1']] : [],
    body: JSON.stringify(json, null, 4),
  };
}

function body(error: OpenaiError, param: string | null = null): object {
  return { error: { message: error.message, type: error.type, param, code: error.code } };
}
