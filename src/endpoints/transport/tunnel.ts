import * as net from 'node:net';
import * as tls from 'node:tls';
import type { WireFailure } from './httpExchange.ts';
import { proxyAuthorization } from './proxy.ts';
import { proxyRefusal } from './wireFailure.ts';

/** How to reach a proxy. `servername`: the name that its certificate must have. */
export function proxyAddress(proxy: URL): { host: string; port: number; servername: string } {
  const host = proxy.hostname.replace(/^\[|\]$/g, '');
  const port = Number(proxy.port) || (proxy.protocol === 'https:' ? 443 : 80);
  return { host, port, servername: net.isIP(host) ? '' : host };
}

/**
 * Connects to a proxy and asks it for a tunnel to `target`, a host and port (RFC 9110 section 9.3.6).
 * Calls one of the two callbacks, unless the socket itself fails.
 */
export function openTunnel(
  proxy: URL,
  target: string,
  secureContext: tls.SecureContext,
  on: { opened: () => void; refused: (failure: WireFailure) => void },
): net.Socket {
  const address = proxyAddress(proxy);
  const socket =
    proxy.protocol === 'https:'
      ? tls.connect({ ...address, secureContext })
      : net.connect({ ...address, noDelay: true });
  const authorization = proxyAuthorization(proxy);
  const credentials = authorization ? `Proxy-Authorization: ${authorization}\r\n` : '';
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${credentials}\r\n`);
  let answer = '';
  const receive = (data: Buffer) => {
    answer += data.toString('latin1');
    if (!answer.includes('\r\n\r\n')) return;
    socket.off('data', receive);
    const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1] ?? 0);
    if (status >= 200 && status < 300) on.opened();
    else on.refused(proxyRefusal(status || null, proxy.host));
  };
  socket.on('data', receive);
  return socket;
}
