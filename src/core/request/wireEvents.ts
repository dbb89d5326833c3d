import type { ErrorReason } from '../base/errors.ts';

/**
 * What an adapter reads out of an exchange, in order. `at` is the clock's milliseconds at which the
 * socket delivered the last byte of the event; adapters compute nothing from it.
 */
export type WireEvent =
  | { type: 'text'; at: number; text: string }
  /** Generated but not visible. `text` is null where the provider says only that it happened. */
  | { type: 'reasoning'; at: number; text: string | null }
  | { type: 'toolCall'; at: number }
  /** Words in which the model declines, apart from its answer: generated, but to LLMeter no text. */
  | { type: 'refusal'; at: number }
  /** A token without text, where LLMeter's TTFT counts tokens. */
  | { type: 'token'; at: number }
  /** A part of the answer is complete. Generates nothing, but LLMeter's TTLT counts it. */
  | { type: 'blockEnd'; at: number }
  /** A later usage replaces the fields it names. */
  | ({ type: 'usage'; at: number } & Usage)
  | { type: 'id'; at: number; id: string }
  | { type: 'stop'; at: number; reason: string }
  /** Ends the sequence; what came before is kept. */
  | { type: 'error'; at: number; error: ProviderError }
  /**
   * The answer is complete. `wholeBody` marks an API answer that came as one body: its last token is
   * not observable, so TTLT is the arrival of the body's last byte.
   */
  | { type: 'end'; at: number; wholeBody: boolean };

export interface Usage {
  inputTokens?: number;
  outputTokens?: number;
  cachedInputTokens?: number;
  /** Written to the prompt cache. */
  cacheWriteTokens?: number;
  reasoningTokens?: number;
  /** Counts of APIs from which LLMeter reads none: they stay out of its fields. */
  ownCachedInputTokens?: number;
  ownReasoningTokens?: number;
}

export interface ProviderError {
  /** The text stored as LLMeter's `error`; never empty, never with a secret in it. */
  message: string;
  reason: ErrorReason;
  status: number | null;
  requestId: string | null;
  /** Seconds. */
  retryAfter: number | null;
}
