import type { EncodedRequest, HttpExchange } from '../transport/httpExchange.ts';
import { destinationOf, targetOf } from './refusedRequest.ts';

/**
 * Where a server moved its API to by 307 or 308, such as FastAPI to a path with a slash at its end. The
 * official SDKs follow these too. Only another path of the same origin is followed: a key must not go
 * elsewhere because a server says so. Other requests go to the new path at once, so that no redirect is
 * inside a measured time.
 */
export class MovedRequests {
  readonly #paths = new Map<string, string>();
  readonly #moved = new WeakMap<EncodedRequest, EncodedRequest>();

  /** The request as it is to be sent, by what is known so far. */
  of(request: EncodedRequest): EncodedRequest {
    return this.#paths.size === 0
      ? request
      : (this.#moved.get(request) ?? this.#atNewPath(request) ?? request);
  }

  /** The request to send instead of the one that got this answer; null if the answer is to be read. */
  after({ wire, headers }: HttpExchange, request: EncodedRequest): EncodedRequest | null {
    if (wire.status !== 307 && wire.status !== 308) return null;
    const { origin, path } = destinationOf(request);
    const target = URL.parse(headers.get('location') ?? '', `${origin}${path}`);
    const asked = targetOf(request);
    if (target?.origin !== origin || !asked.startsWith('/')) return null;
    const query = asked.slice(path.length);
    this.#paths.set(asked, `${target.pathname}${target.search || query}`);
    return this.#atNewPath(request);
  }

  #atNewPath(request: EncodedRequest): EncodedRequest | null {
    const asked = targetOf(request);
    const path = this.#paths.get(asked);
    if (path === undefined || path === asked) return null;
    const { bytes } = request;
    const lineEnd = bytes.indexOf('\r\n');
    const [method] = bytes.toString('latin1', 0, lineEnd).split(' ', 1);
    const line = Buffer.from(`${method} ${path} HTTP/1.1`, 'latin1');
    const moved = { ...request, bytes: Buffer.concat([line, bytes.subarray(lineEnd)]) };
    this.#moved.set(request, moved);
    return moved;
  }
}
