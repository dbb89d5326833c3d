import type { RandomDistribution } from './distribution.ts';
import type { FaultRule } from './faults.ts';

/** A script for the model behind the server. Times are seconds; everything is drawn per request. */
export interface Scenario {
  /** One sentence. */
  readonly description: string;
  /** From the last request byte read to the first generated token, reasoning included. */
  readonly ttft: RandomDistribution;
  /**
   * Reading a prompt token that is not in the prompt cache, before the first token; null = there is no
   * such cache, and `ttft` holds for prompts of any length.
   */
  readonly prefill: number | null;
  /** Answers at a time, while other requests wait in line; null = as many as are asked for. */
  readonly slots: number | null;
  /** From one generated token to the next. */
  readonly itl: RandomDistribution;
  /** Tokens of visible text, rounded; ignored where `text` is set. */
  readonly tokens: RandomDistribution;
  /** Tokens of reasoning before the text, rounded. They take `itl` each and count as output. */
  readonly reasoningTokens: RandomDistribution;
  /** The same for requests that ask for thinking, where `reasoningTokens` draws none. */
  readonly thinkingTokens: RandomDistribution;
  /**
   * Whether reasoning is on the wire, or only felt (the text comes later) and billed. Requests that say
   * what they want to see of it decide for themselves.
   */
  readonly reasoning: 'streamed' | 'hidden';
  /** Prompt tokens in the usage report; null = estimated as a quarter of the prompt's characters. */
  readonly promptTokens: number | null;
  /** How many of the prompt tokens are reported as read from a prompt cache that is always warm. */
  readonly cachedTokens: number;
  /** Tokens per streamed event. The first event leaves at `ttft`, each later one after its tokens' `itl`. */
  readonly chunkTokens: number;
  /** The text to answer, one token per word; null = seeded words. */
  readonly text: string | null;
  /** Whether answers differ. If not, all that is drawn is drawn once, and every request gets the same answer. */
  readonly varied: boolean;
  readonly faults: readonly FaultRule[];
  /** Events per TCP write; an event waits until that many are there. */
  readonly eventsPerWrite: number;
  /** Bytes per TCP write, a millisecond apart; null = each write leaves whole. */
  readonly fragmentBytes: number | null;
  readonly seed: number;
}
