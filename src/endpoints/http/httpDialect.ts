import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { ProviderError, WireEvent } from '../../core/request/wireEvents.ts';
import type { PayloadOptions } from '../contract/endpoint.ts';
import type { EndpointIdentity } from '../contract/identity.ts';
import type { HttpExchange } from '../transport/httpExchange.ts';
import type { PlainRequest } from '../transport/httpTransport.ts';
import type { StreamEndTest } from '../transport/streamEnd.ts';

export type Emit = (event: WireEvent) => void;

/** One HTTP API: how requests are built and how answers are read. Pure apart from what the SDK does. */
export interface HttpDialect {
  readonly identity: EndpointIdentity;
  /** A request may be sent again unchanged: nothing in it expires, as a signature would. */
  readonly reusable: boolean;
  /** Response header that carries the provider's request id. */
  readonly requestIdHeader: string;
  toDict(): JsonObject;
  createPayload(prompt: string, options: PayloadOptions): JsonObject;
  prepare(payload: JsonObject): JsonObject;
  inputText(payload: JsonObject): string | null;
  /** The request as the official SDK builds it: address, headers, authentication. */
  request(prepared: JsonObject): Promise<PlainRequest>;
  /** The request for the server's models; null if the API has none. */
  modelsRequest(): Promise<PlainRequest | PlainRequest[]> | null;
  /** Model ids in the answer to a request from `modelsRequest`. */
  modelIds(body: unknown): string[];
  /**
   * Reads a streamed answer as far as it arrived. Returns whether it is over by the rules of the API, so
   * that nothing is missing however the connection ended. Throws if it cannot be read.
   */
  readStream(http: HttpExchange, emit: Emit): boolean;
  /** Notices the end of a streamed answer whose body does not end; missing = it always ends. */
  readonly streamEnd?: StreamEndTest;
  /** Reads an answer in one body, complete at `at` (clock milliseconds). Throws if it cannot be read. */
  readBody(body: unknown, http: HttpExchange, at: number, emit: Emit): void;
  /** The error of a refused request: the status, then the server's own sentence. */
  refusal(status: number, headers: ReadonlyMap<string, string>, body: string): ProviderError;
}
