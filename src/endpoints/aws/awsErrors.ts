import type { ErrorReason } from '../../core/base/errors.ts';
import type { ProviderError } from '../../core/request/wireEvents.ts';
import { bodyWords, errorWords } from '../http/errorWords.ts';
import { reasonOfStatus } from '../http/httpStatus.ts';
import { asText, at } from '../http/jsonAccess.ts';

/** HTTP statuses of the exceptions that also come inside streams. */
const statusOfException: Readonly<Record<string, number>> = {
  internalServerException: 500,
  internalStreamFailure: 500,
  modelStreamError: 424,
  modelStreamErrorException: 424,
  modelTimeoutException: 408,
  serviceUnavailableException: 503,
  throttlingException: 429,
  validationException: 400,
};

/** AWS also answers wrong credentials with 403 or 400; only the exception type tells them apart. */
const authenticationExceptions: ReadonlySet<string> = new Set([
  'unrecognizedClientException',
  'invalidSignatureException',
  'incompleteSignatureException',
  'missingAuthenticationTokenException',
  'expiredTokenException',
  'invalidClientTokenId',
  'signatureDoesNotMatch',
]);

/** The error of an AWS exception, refused or inside a stream: `<service> <type>: <message>` (llmeter-format 1.1). */
export function awsError(service: string, type: string, body: unknown, status: number | null): ProviderError {
  const name = type.charAt(0).toLowerCase() + type.slice(1);
  const code = status ?? statusOfException[name] ?? null;
  return {
    message: `${service} ${name}: ${errorWords(messageIn(body)) ?? 'no message'}`,
    reason: reasonOf(name, code),
    status: code,
    requestId: null,
    retryAfter: null,
  };
}

function messageIn(body: unknown): string | undefined {
  return asText(at(body, 'message')) ?? asText(at(body, 'Message')) ?? asText(at(body, 'OriginalMessage'));
}

function reasonOf(name: string, status: number | null): ErrorReason {
  if (authenticationExceptions.has(name)) return 'authentication';
  // Some services throttle with 400.
  if (name === 'throttlingException') return 'rateLimit';
  return status === null ? 'provider' : reasonOfStatus(status);
}

/** The error of a stream that ended too early. `missing`: what did not arrive. */
export function awsCut(cut: boolean, missing: string): ProviderError {
  const message = cut
    ? 'The stream ended in the middle of an event.'
    : `The stream ended without ${missing}.`;
  return { message, reason: 'interrupted', status: null, requestId: null, retryAfter: null };
}

/** The error of a refused AWS request: its type from a header or the body, its message from the body. */
export function awsRefusal(
  service: string,
  status: number,
  headers: ReadonlyMap<string, string>,
  text: string,
): ProviderError {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // Not from AWS itself.
  }
  const type =
    headers.get('x-amzn-errortype') ??
    asText(at(body, '__type')) ??
    asText(at(body, 'code')) ??
    `status ${status}`;
  // `ThrottlingException:http://internal.amazon.com/...` and `com.amazonaws#ThrottlingException` both occur.
  const name = type.split(':')[0]?.split('#').at(-1) ?? type;
  const described = messageIn(body) === undefined ? { message: bodyWords(text) } : body;
  return {
    ...awsError(service, name, described, status),
    requestId: headers.get('x-amzn-requestid') ?? null,
  };
}
