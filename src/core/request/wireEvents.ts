import type { ErrorReason } from '../base/errors.ts';

/**
 * What an adapter reads out of an exchange, in order. `at`: the clock's milliseconds when the socket
 * delivered the last byte of the event. Adapters compute nothing from it.
 */
export type WireEvent =
  | { type: 'text'; at: number; text: string }
  /** Generated but not visible. `text` is null if the provider reports only that it happened. */
  | { type: 'reasoning'; at: number; text: string | null }
  /** Proof that reasoning happened, such as a signature after it: no token, but it counts for LLMeter's TTFT. */
  | { type: 'reasoningProof'; at: number }
  | { type: 'toolCall'; at: number }
  /** Text in which the model declines, outside its answer: generated, but not text for LLMeter. */
  | { type: 'refusal'; at: number }
  /** Sound or an image: generated, but not text. */
  | { type: 'media'; at: number }
  /** Generated for another choice of the same request (`n` above 1). Only the first choice is the answer. */
  | { type: 'otherChoice'; at: number }
  /** A token without text, for APIs where LLMeter's TTFT counts tokens. */
  | { type: 'token'; at: number }
  /** A part of the answer is complete. Nothing is generated, but it counts for LLMeter's TTLT. */
  | { type: 'blockEnd'; at: number }
  /** A later usage replaces the fields that it has. */
  | ({ type: 'usage'; at: number } & Usage)
  | { type: 'id'; at: number; id: string }
  | { type: 'stop'; at: number; reason: string }
  /** Ends the sequence. What came before is kept. */
  | { type: 'error'; at: number; error: ProviderError }
  /**
   * The answer is complete. `wholeBody`: it came in one body, so that its last token cannot be observed.
   * TTLT is then the arrival of the body's last byte.
   */
  | { type: 'end'; at: number; wholeBody: boolean };

export interface Usage {
  inputTokens?: number;
  outputTokens?: number;
  cachedInputTokens?: number;
  /** Written to the prompt cache. */
  cacheWriteTokens?: number;
  reasoningTokens?: number;
  /** Counts from APIs for which LLMeter reads none. They stay out of its fields. */
  ownCachedInputTokens?: number;
  ownReasoningTokens?: number;
}

export interface ProviderError {
  /** Stored as LLMeter's `error`. Never empty, never contains a secret. */
  message: string;
  reason: ErrorReason;
  status: number | null;
  requestId: string | null;
  /** Seconds. */
  retryAfter: number | null;
}
