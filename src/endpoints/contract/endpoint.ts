import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { Media } from '../../core/plan/media.ts';
import type { CachePoint, Thinking } from '../../core/plan/payloadOptions.ts';
import type { ConversationTurn } from '../../core/plan/prompts/conversation.ts';
import type { WireEvent } from '../../core/request/wireEvents.ts';
import type { WireFacts } from '../../core/request/wireFacts.ts';
import type { AskedTokenizer } from '../../core/tokens/tokenizer.ts';
import type { EndpointIdentity } from './identity.ts';

/** A payload made ready to be sent, outside of any measured time. */
export interface ReadyRequest {
  /** What LLMeter's `prepare_payload` makes of the payload: what is sent, and what is recorded. */
  prepared: JsonObject;
  /** Text of the payload for display and for token fallback; null where it has none. */
  inputText: string | null;
}

/** A request that has ended, and its answer as it arrived. */
export interface Exchange {
  readonly wire: WireFacts;
  /** The request failed in a way that a retry may fix; `after`: seconds the server asked to wait. */
  readonly retryable: { after: number | null } | null;
  /** Emits what arrived, in order. Called once, off the measured path. */
  read(emit: (event: WireEvent) => void): void;
}

export interface PendingInvocation {
  /** Gives the request up; `done` has been called when this returns. */
  abort(message: string): void;
}

export interface PayloadOptions {
  maxTokens: number;
  system?: string | undefined;
  /** Files that go before the prompt; a kind that cannot take one throws UserError. */
  media?: readonly Media[] | undefined;
  /** What was said before the prompt, in order. */
  earlier?: readonly ConversationTurn[] | undefined;
  /** A kind that has no form for it, or for some of it, throws UserError. */
  thinking?: Thinking | undefined;
  cachePoint?: CachePoint | undefined;
}

/** One API as the runner sees it. Implementations compute no metrics and swallow no errors. */
export interface Endpoint<R extends ReadyRequest = ReadyRequest> {
  readonly identity: EndpointIdentity;
  /** What carries the answers, for the run's environment: those of different ones are not compared. */
  readonly transport: string;
  /** Counts as the model does, where the API reports no usage but answers that question. */
  readonly tokenCounter?: AskedTokenizer | undefined;
  /** What comes once before anything is measured, such as a question to the user. Rejects with UserError. */
  open?(): Promise<void>;
  /** LLMeter's serialised form (llmeter-format 1.0), key for key. */
  toDict(): JsonObject;
  createPayload(prompt: string, options: PayloadOptions): JsonObject;
  /** Makes a payload ready; the same payload object may be asked for again and is never changed. */
  ready(payload: JsonObject): R | Promise<R>;
  /** Sends now. `done` is called exactly once, and not before this returns. `timeout`: milliseconds. */
  invoke(request: R, timeout: number, done: (exchange: Exchange) => void): PendingInvocation;
  /**
   * Opens a connection for a request that is to be sent next, where none is open; null = there is nothing to
   * wait for. Resolves also when that fails, or takes longer than `timeout` milliseconds.
   */
  warm?(request: R, timeout: number): Promise<void> | null;
  /** Model ids the server offers, or [] where it does not say. */
  listModels(timeout: number): Promise<string[]>;
  close(): void;
}

/** What an adapter is built from besides its configuration. Never written anywhere. */
export interface EndpointSecrets {
  /** API key, or bearer token of Bedrock. */
  apiKey?: string | undefined;
  /** Static AWS keys; without them the AWS credential chain holds. */
  aws?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string } | undefined;
}
