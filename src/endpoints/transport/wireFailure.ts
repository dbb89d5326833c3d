import type { Route, WireFailure } from './httpExchange.ts';

/** A socket's error as a sentence that says what to check. */
export function wireFailure(
  error: Error & { code?: string },
  route: Pick<Route, 'host' | 'port'>,
): WireFailure {
  const where = `${route.host}:${route.port}`;
  const code = error.code ?? '';
  switch (code) {
    case 'ECONNREFUSED':
      return {
        reason: 'connection',
        message: `Nothing listens at ${where} (ECONNREFUSED): check the base URL and that the server runs.`,
      };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        reason: 'connection',
        message: `The host ${route.host} is not known (${code}): check the base URL and the network.`,
      };
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return {
        reason: 'connection',
        message: `${where} cannot be reached (${code}): check the base URL, the network and the proxy.`,
      };
    case 'ECONNRESET':
    case 'EPIPE':
      return { reason: 'interrupted', message: `The server reset the connection (${code}).` };
    default:
      break;
  }
  if (/CERT|TLS|SSL|SIGNATURE/.test(code)) {
    return {
      reason: 'tls',
      message: `The TLS connection to ${where} failed (${code}): check the certificate, or name your authority in NODE_EXTRA_CA_CERTS.`,
    };
  }
  return {
    reason: 'connection',
    message: `The connection to ${where} failed: ${error.message || code || error.name}`,
  };
}
