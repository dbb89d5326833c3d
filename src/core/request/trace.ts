import type { ErrorReason } from '../base/errors.ts';

export type TokenSource = 'usage' | 'tokenizer' | 'estimate';

/** Which part of the run a request belongs to; only `measure` enters statistics. */
export type RequestPhase = 'warmup' | 'measure' | 'cancelled';

/**
 * What we know about a request beyond LLMeter's fields: one line of `trace.jsonl`, joined to
 * `responses.jsonl` by `id`. All times are seconds; `*At` are offsets from the run's start on the
 * monotonic clock, the others are durations from `sentAt`. `null` = not known, never 0.
 */
export interface ResponseTrace {
  id: string;
  phase: RequestPhase;
  /** Client (0-based) and its request number (0-based). */
  client: number;
  index: number;
  /** Which of the run's payloads: a line of `payload.jsonl`, from 0. Not in traces of version 0.1.0 and before. */
  payload?: number;
  /** When the schedule wanted it sent; equal to `sentAt` in a closed loop. */
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
  /** First event that carries visible text. */
  ttft: number | null;
  /** First event of any generated kind: text, reasoning or tool call. */
  ttftAny: number | null;
  /** Last generated event; a usage chunk, `[DONE]` or the close do not extend it. */
  ttlt: number | null;
  tpot: number | null;
  /** Number of generated events (chunks), and the gaps between successive ones in seconds. */
  chunks: number;
  gaps: number[];
  tokenSourceInput: TokenSource | null;
  tokenSourceOutput: TokenSource | null;
  /** Input tokens written to the prompt cache, which cost more than others; absent where there were none. */
  cacheWriteTokens?: number;
  /** The provider's counts where LLMeter's fields have no place for them (llmeter-format 1.2, 1.7); absent elsewhere. */
  cachedInputTokens?: number;
  reasoningTokens?: number;
  /** True where the output token count includes reasoning that was not streamed. */
  hiddenReasoning: boolean;
  httpStatus: number | null;
  /** The provider's request id header. */
  requestId: string | null;
  stopReason: string | null;
  reason: ErrorReason | null;
  /** Seconds that a refusal asked to wait, in a `Retry-After` header or in its body. */
  retryAfter: number | null;
  newConnection: boolean;
}
