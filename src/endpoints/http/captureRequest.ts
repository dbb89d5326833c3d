import type { PlainRequest } from '../transport/httpTransport.ts';

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * Has an official SDK build a request, with its addressing, headers, authentication and signing, and
 * returns the request instead of sending it. The SDK gets an empty response. `call` must ask the SDK for
 * the raw response, so that it does not try to read the empty one.
 */
export async function captureRequest(call: (fetch: Fetch) => Promise<unknown>): Promise<PlainRequest> {
  let captured: PlainRequest | null = null;
  await call(async (input, init) => {
    const request = new Request(input, init);
    captured = {
      method: request.method,
      url: request.url,
      headers: [...request.headers],
      body: new Uint8Array(await request.arrayBuffer()),
    };
    return new Response(null, { status: 200 });
  });
  if (!captured) throw new Error('The SDK made no request.');
  return captured;
}

/**
 * For APIs whose headers do not depend on the body (no signature): the SDK builds one request, which is
 * reused with every body. `make` gets the first body. All bodies must be plain JSON.
 */
export class RequestTemplate {
  readonly #make: (body: object) => Promise<PlainRequest>;
  #template: Promise<PlainRequest> | null = null;

  constructor(make: (body: object) => Promise<PlainRequest>) {
    this.#make = make;
  }

  async request(body: object): Promise<PlainRequest> {
    this.#template ??= this.#make(body);
    return { ...(await this.#template), body: JSON.stringify(body) };
  }
}
