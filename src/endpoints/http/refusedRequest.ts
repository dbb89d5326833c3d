import type { ErrorReason } from '../../core/base/errors.ts';
import type { EncodedRequest } from '../transport/httpExchange.ts';
import { authority } from '../transport/wireFailure.ts';

/** What an endpoint's configuration says about a refusal: the settings that hints name. */
export interface EndpointFacts {
  kind: string;
  model: string;
  /** '' = the provider's own address. */
  baseUrl: string;
  /** What to do if the key or the credentials are refused, as a sentence; '' = nothing is known of them. */
  keyAdvice: string;
  /** Where the key is from, as words behind "the API key"; '' = there is none, or it is not known. */
  keySource: string;
}

/** A request that a server refused, and how. */
export interface RefusedRequest extends EndpointFacts {
  status: number;
  /** Why, by the status and the dialect. */
  reason: ErrorReason;
  /** The whole body of the refusal. */
  said: string;
  headers: ReadonlyMap<string, string>;
  /** Seconds to wait; null = not said. */
  wait: number | null;
  /** Where the request went, without its query, which may hold a key. */
  origin: string;
  path: string;
}

/** The request target of the first line, which is a whole URL for a proxy. */
export function targetOf({ bytes }: Pick<EncodedRequest, 'bytes'>): string {
  const [, target = '/'] = bytes.toString('latin1', 0, Math.max(0, bytes.indexOf('\r\n'))).split(' ');
  return target;
}

/** Where a request went: it is read out of its bytes, because only a refusal asks. */
export function destinationOf({ route, bytes }: EncodedRequest): { origin: string; path: string } {
  const scheme = route.tls ? 'https' : 'http';
  const usual = route.port === (route.tls ? 443 : 80);
  const host = usual ? authority(route).replace(/:\d+$/, '') : authority(route);
  const [path = '/'] = targetOf({ bytes })
    .replace(/^https?:\/\/[^/]*/, '')
    .split('?', 1);
  return { origin: `${scheme}://${host}`, path };
}
