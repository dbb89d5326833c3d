import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import type { PlainRequest } from '../transport/httpTransport.ts';

type Signer = ConstructorParameters<typeof SignatureV4>[0];

/** As whom a request is signed, and for what. */
export interface SigningScope extends Pick<Signer, 'credentials'> {
  /** The name by which the service is signed for. */
  service: string;
  region: string;
}

/** The request, signed now by the SDK's own signer: for what no client of the SDK sends. */
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
