import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import type { PlainRequest } from '../transport/httpTransport.ts';

type Signer = ConstructorParameters<typeof SignatureV4>[0];

/** The credentials that a request is signed with, and the service it is signed for. */
export interface SigningScope extends Pick<Signer, 'credentials'> {
  /** The service's signing name. */
  service: string;
  region: string;
}

/** The request, signed now with the SDK's own signer. For requests that no SDK client builds. */
export async function signRequest(request: PlainRequest, scope: SigningScope): Promise<PlainRequest> {
  const { method, body } = request;
  const url = new URL(request.url);
  const signer = new SignatureV4({ ...scope, sha256: Hash.bind(null, 'sha256') });
  const { headers } = await signer.sign({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port !== '' && { port: Number(url.port) }),
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { ...Object.fromEntries(request.headers), host: url.host },
    body,
  });
  return { ...request, headers: Object.entries(headers) };
}
