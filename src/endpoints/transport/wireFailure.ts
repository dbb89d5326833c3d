import type { WireFailure } from './httpExchange.ts';

/** The other end of a socket. */
export interface Peer {
  host: string;
  port: number;
  isProxy: boolean;
}

/** `host:port` as URLs and CONNECT write it: an IPv6 address in brackets. */
export function authority({ host, port }: { host: string; port: number }): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** A socket's error as a sentence that says what to check. `answering`: the response has begun. */
export function wireFailure(error: Error & { code?: string }, peer: Peer, answering: boolean): WireFailure {
  const where = `${peer.isProxy ? 'the proxy ' : ''}${authority(peer)}`;
  const check = peer.isProxy ? checkProxy : 'check the base URL';
  const code = error.code ?? '';
  switch (code) {
    case 'ECONNREFUSED':
      return {
        reason: 'connection',
        message: `Nothing listens at ${where} (${code}): ${check}, and check that the server is running.`,
      };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        reason: 'connection',
        message: `The host name in ${where} cannot be resolved (${code}): ${check} and the network.`,
      };
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return {
        reason: 'connection',
        message: `${where} cannot be reached (${code}): ${check}, the network and the proxy.`,
      };
    case 'EMFILE':
    case 'ENFILE':
    case 'EADDRNOTAVAIL':
      return {
        reason: 'connection',
        message: `This machine has no more sockets for ${where} (${code}): lower "clients", or raise the limit of open files (ulimit -n).`,
      };
    case 'ECONNRESET':
    case 'EPIPE':
      return brokenOff('reset', answering);
    default:
      break;
  }
  if (/CERT|TLS|SSL|SIGNATURE|EPROTO/.test(code)) {
    return {
      reason: 'tls',
      message: `The TLS connection to ${where} failed (${code}): check the certificate, or set NODE_EXTRA_CA_CERTS to the file of your certificate authority.`,
    };
  }
  return {
    reason: 'connection',
    message: `The connection to ${where} failed: ${error.message || code || error.name}`,
  };
}

/** The other end closed or reset the connection too early. */
export function brokenOff(how: 'closed' | 'reset', answering: boolean): WireFailure {
  return answering
    ? { reason: 'interrupted', message: `The connection was ${how} before the answer was complete.` }
    : { reason: 'connection', message: `The connection was ${how} before the server answered.` };
}

/** A proxy refused a request or a tunnel. `status`: its HTTP status; null = its answer was not HTTP. */
export function proxyRefusal(status: number | null, proxy = ''): WireFailure {
  const who = proxy === '' ? 'The proxy' : `The proxy ${proxy}`;
  const why =
    status === 407
      ? 'does not accept the user and password (407)'
      : `refused the connection (${status ?? 'no HTTP answer'})`;
  return { reason: 'connection', message: `${who} ${why}: ${checkProxy}.` };
}

const checkProxy = 'check http.proxy or HTTPS_PROXY';
