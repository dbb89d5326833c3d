import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { ProviderError, WireEvent } from '../../core/request/wireEvents.ts';
import type { PayloadOptions } from '../contract/endpoint.ts';
import type { EndpointIdentity } from '../contract/identity.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';
import type { PlainRequest } from '../transport/httpTransport.ts';

export type Emit = (event: WireEvent) => void;

/** One HTTP API: how a request looks, and what its answer says. All of it pure but for the SDK's work. */
export interface HttpDialect {
  readonly identity: EndpointIdentity;
  /** A request may be sent again as it is: nothing in it, such as a signature, is bound to its time. */
  readonly reusable: boolean;
  /** Response header that carries the provider's request id. */
  readonly requestIdHeader: string;
  toDict(): JsonObject;
  createPayload(prompt: string, options: PayloadOptions): JsonObject;
  prepare(payload: JsonObject): JsonObject;
  inputText(payload: JsonObject): string | null;
  /** The request as the official SDK makes it: address, headers, authentication. */
  request(prepared: JsonObject): Promise<PlainRequest>;
  /** How to ask for the models the server offers; null where the API has no such question. */
  modelsRequest(): Promise<PlainRequest | PlainRequest[]> | null;
  /** Model ids in the answer to a request of `modelsRequest`. */
  modelIds(body: unknown): string[];
  /** Reads a streamed answer, as far as it came. Throws where it cannot be read. */
  readStream(http: HttpExchange, emit: Emit): void;
  /** Reads an answer that came as one body, complete at `at` (clock milliseconds). Throws where it cannot be read. */
  readBody(body: unknown, http: HttpExchange, at: number, emit: Emit): void;
  /** The official SDK's words for a refused request. */
  refusal(status: number, headers: ReadonlyMap<string, string>, body: string): ProviderError;
}
