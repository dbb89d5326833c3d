import { Readable } from 'node:stream';
import { bodyText } from '../http/contentEncoding.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';
import type { HttpTransport } from '../transport/httpTransport.ts';
import { plainRequest, type SdkRequest } from './sdkRequest.ts';

const timeout = 30_000;

/**
 * Sends the requests of the credential chain (to STS for a role, to IAM Identity Center for a sign-in)
 * like all other requests: through the configured proxy, with the configured certificates.
 */
export function signInHandler(transport: HttpTransport) {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request: SdkRequest) {
      const encoded = transport.encode(plainRequest(request));
      const http = await new Promise<HttpExchange>(resolve => transport.send(encoded, timeout, resolve));
      if (http.failure) throw new Error(http.failure.message);
      const body = Readable.from([Buffer.from(bodyText(http))]);
      const headers = Object.fromEntries(http.headers);
      return { response: { statusCode: http.wire.status ?? 0, headers, body } };
    },
    destroy: () => {},
  };
}
