import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import type { JsonObject } from '../../core/jsonValue.ts';
import type { PlainRequest } from '../transport/httpTransport.ts';

type Signer = ConstructorParameters<typeof SignatureV4>[0];

/** A call of an AWS API that speaks JSON 1.1. `target`: service version and operation. */
export interface JsonCall extends Pick<Signer, 'credentials'> {
  /** By which it is signed. */
  service: string;
  region: string;
  url: URL;
  target: string;
  body: JsonObject;
}

/**
 * The call, signed now by the SDK's own signer. SDK clients would bring several megabytes for each
 * service of which we need a call or two.
 */
export async function jsonRequest(call: JsonCall): Promise<PlainRequest> {
  const { service, region, url, target, credentials } = call;
  const signer = new SignatureV4({ service, region, sha256: Hash.bind(null, 'sha256'), credentials });
  const body = JSON.stringify(call.body);
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port !== '' && { port: Number(url.port) }),
    path: url.pathname,
    query: {},
    headers: { host: url.host, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
    body,
  });
  return { method: 'POST', url: url.href, headers: Object.entries(headers), body };
}
