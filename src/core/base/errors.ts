/**
 * An error whose message is written for the person who can fix it: it names the setting, key, file or
 * variable to change. Everything else that is thrown is a bug.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** Why a request failed. Reports group failures by reason and also show the provider's own text. */
export const errorReasons = {
  authentication: { label: 'Authentication failed', advice: 'Check the API key of this endpoint.' },
  permission: { label: 'Permission denied', advice: 'The key is valid but may not use this model or API.' },
  payment: {
    label: 'Payment required',
    advice: 'Add credit to the account of this key, or use another key.',
  },
  notFound: { label: 'Model or address not found', advice: 'Check the model id and the base URL.' },
  badRequest: { label: 'Request rejected', advice: 'Check the payload against the provider’s API.' },
  rateLimit: { label: 'Rate limited', advice: 'Use fewer clients, or ask for a higher quota.' },
  overloaded: { label: 'Provider overloaded', advice: 'Retry later or lower the load.' },
  server: { label: 'Server error', advice: 'See the server’s own log for this request id.' },
  timeout: { label: 'Timed out', advice: 'Increase `timeout`, or request fewer tokens.' },
  connection: {
    label: 'Connection failed',
    advice: 'Check the base URL, the proxy, and whether the server is running.',
  },
  tls: { label: 'TLS failed', advice: 'Check http:// or https:// in the base URL, and the certificate.' },
  interrupted: {
    label: 'Stream interrupted',
    advice: 'The connection ended before the answer was complete.',
  },
  protocol: {
    label: 'Unreadable answer',
    advice: 'The server does not speak the API of this endpoint kind.',
  },
  provider: { label: 'Provider error', advice: 'The provider reported this error inside the stream.' },
  callback: { label: 'Callback failed', advice: 'Fix the run’s callback.' },
  cancelled: { label: 'Cancelled', advice: 'The run was stopped before this answer was complete.' },
  other: { label: 'Other error', advice: 'Search for its text, or give the provider the request id.' },
} as const;

export type ErrorReason = keyof typeof errorReasons;

/** The message of anything that was thrown; never empty for an Error. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
