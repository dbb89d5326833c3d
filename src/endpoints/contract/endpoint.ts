import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { Media } from '../../core/plan/media.ts';
import type { CachePoint, Thinking } from '../../core/plan/payloadOptions.ts';
import type { ConversationTurn } from '../../core/plan/prompts/conversation.ts';
import type { WireEvent } from '../../core/request/wireEvents.ts';
import type { WireFacts } from '../../core/request/wireFacts.ts';
import type { AsyncTokenCounter } from '../../core/tokens/tokenizer.ts';
import type { EndpointIdentity } from './identity.ts';
import type { ReadWatch } from './readWatch.ts';

/** A payload prepared for sending, outside of any measured time. */
export interface ReadyRequest {
  /** The payload after LLMeter's `prepare_payload`: what is sent and what is recorded. */
  prepared: JsonObject;
  /** Text of the payload, for display and for counting tokens; null if it has none. */
  inputText: string | null;
}

/** A request that has ended, and its answer as it arrived. */
export interface Exchange {
  readonly wire: WireFacts;
  /** The request failed in a way that a retry may fix; `after`: seconds the server asked to wait. */
  readonly retryable: { after: number | null } | null;
  /** Decompresses what arrived, off the measured path. `read` needs it; null = there is nothing to do. */
  unpack?(): Promise<void> | null;
  /** Emits what arrived, in order. Called once, off the measured path. */
  read(emit: (event: WireEvent) => void): void;
}

export interface PendingInvocation {
  /** Whether its answer has begun to arrive. Absent: not known. */
  answering?(): boolean;
  /** Cancels the request. `done` has been called when this returns. */
  abort(message: string): void;
}

export interface PayloadOptions {
  maxTokens: number;
  system?: string | undefined;
  /** Files before or after the prompt. A kind that does not accept one throws UserError. */
  media?: readonly Media[] | undefined;
  /** The conversation before the prompt, in order. */
  earlier?: readonly ConversationTurn[] | undefined;
  /** A kind that does not support it, or an option in it, throws UserError. */
  thinking?: Thinking | undefined;
  cachePoint?: CachePoint | undefined;
}

/** One API as the runner sees it. Implementations compute no metrics and swallow no errors. */
export interface Endpoint<R extends ReadyRequest = ReadyRequest> {
  readonly identity: EndpointIdentity;
  /** What carries the answers. Written to the run's environment; runs over different ones are not compared. */
  readonly transport: string;
  /** The server's TLS certificate is not checked. */
  readonly insecure?: boolean;
  /** The model's own token counter, for an API that reports no usage but counts on request. */
  readonly tokenCounter?: AsyncTokenCounter | undefined;
  /** Runs once before anything is measured, e.g. to ask the user for permission. Rejects with UserError. */
  open?(): Promise<void>;
  /** LLMeter's serialised form (llmeter-format 1.0), key for key. */
  toDict(): JsonObject;
  createPayload(prompt: string, options: PayloadOptions): JsonObject;
  /** Prepares a payload. The same payload object may be passed again; it is never changed. */
  ready(payload: JsonObject): R | Promise<R>;
  /** Sends now. `done` is called exactly once, and not before this returns. `timeout`: milliseconds. */
  invoke(request: R, timeout: number, done: (exchange: Exchange) => void): PendingInvocation;
  /**
   * Opens a connection for the request that is sent next, if none is open; null = nothing to wait for.
   * Resolves even if opening fails or takes longer than `timeout` milliseconds.
   */
  warm?(request: R, timeout: number): Promise<void> | null;
  /** From now on `watch` hears of every read. For endpoints that read from sockets. */
  watchReads?(watch: ReadWatch): void;
  /** Model ids that the server offers, or [] if it has no list of them. */
  listModels(timeout: number): Promise<string[]>;
  close(): void;
}

/** The secret part of what an adapter is built from. Never written anywhere. */
export interface EndpointSecrets {
  /** API key, or bearer token of Bedrock. */
  apiKey?: string | undefined;
  /** The environment variable that the key is from; null = it was saved for the endpoint, undefined = not known. */
  keyVariable?: string | null | undefined;
  /** Static AWS keys; without them the AWS credential chain applies. */
  aws?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string } | undefined;
}
