import type { HttpExchange } from '../../../../src/endpoints/transport/httpExchange.ts';
import { HttpTransport, type TransportOptions } from '../../../../src/endpoints/transport/httpTransport.ts';
import { countingClock } from './clocks.ts';

export function makeTransport(options: Partial<TransportOptions> = {}): HttpTransport {
  return new HttpTransport({ clock: countingClock(), environment: {}, ...options });
}

/** Posts `body` and waits for the exchange to be over. */
export function post(
  transport: HttpTransport,
  url: string,
  { body = '{}', headers = [], timeout = 60_000 }: Ask = {},
): Promise<HttpExchange> {
  const request = transport.encode({ method: 'POST', url, headers, body });
  return new Promise(resolve => transport.send(request, timeout, resolve));
}

interface Ask {
  body?: string;
  headers?: [string, string][];
  timeout?: number;
}
