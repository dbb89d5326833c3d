import type { JsonObject } from '../core/jsonValue.ts';
import type { ProviderError, WireEvent } from '../core/wireEvents.ts';
import type { PayloadOptions } from './endpoint.ts';
import type { PlainRequest } from './transport/httpTransport.ts';
import type { SseEvent } from './transport/sse.ts';

export type Emit = (event: WireEvent) => void;

/** One HTTP API: how a request looks, and what its answer says. All of it pure but for the SDK's work. */
export interface HttpDialect {
  readonly kind: string;
  readonly modelId: string;
  readonly provider: string;
  readonly endpointName: string;
  readonly stream: boolean;
  readonly visibleTokensOnly: boolean;
  toDict(): JsonObject;
  createPayload(prompt: string, options: PayloadOptions): JsonObject;
  prepare(payload: JsonObject): JsonObject;
  inputText(payload: JsonObject): string | null;
  /** The request as the official SDK makes it: address, headers, authentication. */
  request(prepared: JsonObject): Promise<PlainRequest>;
  modelsRequest(): Promise<PlainRequest>;
  /** A reader for one streamed answer. */
  streamReader(emit: Emit): StreamReader;
  /** Reads an answer that came as one JSON body, complete at `at`. */
  readBody(body: unknown, at: number, emit: Emit): void;
  /** The official SDK's words for a refused request. */
  refusal(status: number, headers: ReadonlyMap<string, string>, body: string): ProviderError;
  /** Response header that carries the provider's request id. */
  readonly requestIdHeader: string;
}

export interface StreamReader {
  event(event: SseEvent): void;
  /** The body ended well at `at`; the reader says whether the answer was complete. */
  end(at: number): void;
}
