import type { RandomDistribution } from './distribution.ts';
import type { FaultRule } from './faults.ts';

/** The behaviour of the simulated model. Times are in seconds; values are drawn for each request. */
export interface Scenario {
  /** One sentence. */
  readonly description: string;
  /** From the last request byte to the first generated token, including reasoning. */
  readonly ttft: RandomDistribution;
  /**
   * Time to read a prompt token that is not in the prompt cache, added before the first token; null = there is no
   * cache, and `ttft` applies to prompts of any length.
   */
  readonly prefill: number | null;
  /** Requests processed at a time, while others wait in a queue; null = no limit. */
  readonly slots: number | null;
  /** From one generated token to the next. */
  readonly itl: RandomDistribution;
  /** Tokens of visible text, rounded; ignored where `text` is set. */
  readonly tokens: RandomDistribution;
  /** Reasoning tokens before the text, rounded. Each takes `itl` and counts as output. */
  readonly reasoningTokens: RandomDistribution;
  /** The same for requests that ask for reasoning, where `reasoningTokens` draws none. */
  readonly thinkingTokens: RandomDistribution;
  /**
   * Whether reasoning is sent, or only delays the text and is billed. Requests that ask to see it or not override
   * this.
   */
  readonly reasoning: 'streamed' | 'hidden';
  /** Prompt tokens in the usage report; null = estimated as a quarter of the prompt's characters. */
  readonly promptTokens: number | null;
  /** How many of the prompt tokens are reported as read from a prompt cache that is always warm. */
  readonly cachedTokens: number;
  /** Tokens per streamed event. The first event is sent at `ttft`, each later one after the `itl` of its tokens. */
  readonly chunkTokens: number;
  /** The text of the response, one token per word; null = seeded words. */
  readonly text: string | null;
  /** Whether responses differ. If not, values are drawn once and every request gets the same response. */
  readonly varied: boolean;
  readonly faults: readonly FaultRule[];
  /** Events per TCP write; events wait until that many are ready. */
  readonly eventsPerWrite: number;
  /** Bytes per TCP write, a millisecond apart; null = writes are not split. */
  readonly fragmentBytes: number | null;
  readonly seed: number;
}
