import type { WireFacts } from '../../core/request/wireFacts.ts';
import type { WireFailure } from './httpExchange.ts';
import { type TlsError, tlsFailure } from './tlsFailure.ts';

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
export function wireFailure(error: TlsError, peer: Peer, answering: boolean): WireFailure {
  const where = placeOf(peer);
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
      return brokenOff('reset', answering, where);
    default:
      break;
  }
  const tls = tlsFailure(error, where, peer.isProxy ? proxySetting : 'the base URL');
  if (tls !== null) return tls;
  return {
    reason: 'connection',
    message: `The connection to ${where} failed: ${error.message || code || error.name}`,
  };
}

/** The other end closed or reset the connection too early. `where`: the other end. */
export function brokenOff(how: 'closed' | 'reset', answering: boolean, where?: string): WireFailure {
  if (answering) {
    return { reason: 'interrupted', message: `The connection was ${how} before the answer was complete.` };
  }
  const to = where === undefined ? '' : ` to ${where}`;
  return { reason: 'connection', message: `The connection${to} was ${how} before the server answered.` };
}

/** A server that has not said a byte yet may expect the other of http and https. */
export function otherScheme(failure: WireFailure, tls: boolean): WireFailure {
  const message = tls
    ? failure.message.replace(
        'before the server answered.',
        'during the TLS handshake: use http:// in the base URL if the server does not speak TLS.',
      )
    : `${failure.message} Use https:// in the base URL if the server speaks TLS.`;
  return { ...failure, message };
}

/** A request that took too long, and what it was waiting for. */
export function lateFailure(
  seconds: number,
  { newConnection, connectedAt, securedAt, firstByteAt }: WireFacts,
  peer: Peer,
  tls: boolean,
): WireFailure {
  const opening = newConnection && firstByteAt === null;
  const raise = 'or raise "timeout"';
  if (opening && connectedAt === null) {
    const check = peer.isProxy ? checkProxy : 'check the base URL';
    return late(
      `There was no connection to ${placeOf(peer)} within ${seconds} s: ${check} and the network, ${raise}.`,
    );
  }
  if (opening && tls && securedAt === null) {
    return late(
      peer.isProxy
        ? `The proxy ${authority(peer)} opened no tunnel within ${seconds} s: ${checkProxy}, ${raise}.`
        : `${authority(peer)} did not answer the TLS handshake within ${seconds} s: use http:// in the base URL if it does not speak TLS, ${raise}.`,
    );
  }
  return late(
    `The request took longer than ${seconds} s and was cancelled: raise "timeout", or ask for less.`,
  );
}

function late(message: string): WireFailure {
  return { reason: 'timeout', message };
}

/** An address in the middle of a sentence. */
export function placeOf(peer: Peer): string {
  return `${peer.isProxy ? 'the proxy ' : ''}${authority(peer)}`;
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

const proxySetting = 'http.proxy or HTTPS_PROXY';
const checkProxy = `check ${proxySetting}`;
