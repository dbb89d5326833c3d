import type { ErrorReason } from '../base/errors.ts';
import type { PaceDoubt } from './pace.ts';

export type TokenSource = 'usage' | 'tokenizer' | 'estimate';

/** The part of the run that a request belongs to. Only `measure` enters the statistics. */
export type RequestPhase = 'warmup' | 'measure' | 'cancelled';

/**
 * What we know about a request in addition to LLMeter's fields: one line of `trace.jsonl`, joined to
 * `responses.jsonl` by `id`. All times are seconds. `*At` are offsets from the run's start on the monotonic
 * clock; the others are durations from `sentAt`. `null` = not known, never 0.
 */
export interface ResponseTrace {
  id: string;
  phase: RequestPhase;
  /** Client (0-based) and its request number (0-based). */
  client: number;
  index: number;
  /** Index of the payload: a line of `payload.jsonl`, from 0. Missing in traces of versions up to 0.1.0. */
  payload?: number;
  /** When the schedule wanted it sent. Equal to `sentAt` in a closed loop. */
  intendedAt: number;
  sentAt: number;
  /** When the exchange was over on the wire. */
  endedAt: number;
  /** Phases: null on a reused connection. */
  dns: number | null;
  connect: number | null;
  tls: number | null;
  /** First byte of the response's headers. */
  ttfb: number | null;
  /** First event with visible text. */
  ttft: number | null;
  /** First event of any generated kind: text, reasoning or tool call. */
  ttftAny: number | null;
  /** Last generated event; a usage chunk, `[DONE]` or the end of the stream do not extend it. */
  ttlt: number | null;
  tpot: number | null;
  /** Why the stream determines no TPOT; absent if it does, or if there is no stream or no token count. */
  noTpot?: PaceDoubt;
  /** Number of generated events (chunks), and the gaps between them in seconds. */
  chunks: number;
  gaps: number[];
  tokenSourceInput: TokenSource | null;
  tokenSourceOutput: TokenSource | null;
  /** The provider's counts contradicted the answer, so tokens were counted here; otherwise absent. */
  contradictoryUsage?: boolean;
  /**
   * Only of a request without a response, warm-up or cancelled: what its response would have said, so that its
   * cost can be computed from the folder. `cachedInputTokens` and `reasoningTokens` are then there as well.
   */
  inputTokens?: number;
  outputTokens?: number;
  /** Input tokens written to the prompt cache, which cost more than others; absent if there were none. */
  cacheWriteTokens?: number;
  /** The provider's counts that LLMeter's fields have no place for (llmeter-format 1.2, 1.7); otherwise absent. */
  cachedInputTokens?: number;
  reasoningTokens?: number;
  /** The output token count includes reasoning that was not streamed. */
  hiddenReasoning: boolean;
  httpStatus: number | null;
  /** The provider's request id header. */
  requestId: string | null;
  stopReason: string | null;
  reason: ErrorReason | null;
  /** Seconds that the server asked to wait, in a `Retry-After` header or in the body. */
  retryAfter: number | null;
  newConnection: boolean;
  /** Sent again on a new connection: the server had closed the kept one before any byte of an answer. */
  resent?: boolean;
  /** Sent again to the path that the server redirected it to. */
  redirected?: boolean;
  /** A new connection because this server closes connections after each answer without announcing it. */
  unkept?: boolean;
  /** The answer was over, but the server did not end it, so that the connection was given up. */
  leftOpen?: boolean;
}
