import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { PlainRequest } from '../transport/httpTransport.ts';
import { type SigningScope, signRequest } from './signRequest.ts';

/** A call of an AWS API that uses JSON 1.1. `target`: service version and operation. */
export interface JsonCall extends SigningScope {
  url: URL;
  target: string;
  body: JsonObject;
}

/** The signed call. An SDK client would add several megabytes for each service, for one or two calls. */
export function jsonRequest({ url, target, body, ...scope }: JsonCall): Promise<PlainRequest> {
  const headers = Object.entries({ 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target });
  return signRequest({ method: 'POST', url: url.href, headers, body: JSON.stringify(body) }, scope);
}
