import { seededRandom, shuffledOrder } from '../random.ts';
import type { Tokenizer } from '../tokens/tokenizer.ts';

/** A prompt with the most tokens its answer may have. */
export interface SizedPrompt {
  text: string;
  maxTokens: number;
}

export interface CollectionOptions {
  inputTokens: readonly number[];
  outputTokens: readonly number[];
  /** Requests of each combination. */
  repeat: number;
  tokenizer: Tokenizer;
  /** Decides the order. */
  seed: number;
}

/**
 * LLMeter's prompt collection (spec 7.3): the beginning of a text in each input length, each with every
 * output length, `repeat` times. A text that is too short gives shorter prompts.
 */
export function promptCollection(lines: readonly string[], options: CollectionOptions): SizedPrompt[] {
  const { inputTokens, outputTokens, repeat, tokenizer, seed } = options;
  const prompts = inputTokens.map(length => beginning(lines, length, tokenizer));
  const combinations = prompts.flatMap(text =>
    outputTokens.flatMap(maxTokens => Array.from({ length: repeat }, () => ({ text, maxTokens }))),
  );
  const order = shuffledOrder(combinations.length, seededRandom(seed));
  return [...order].flatMap(i => combinations[i] ?? []);
}

/** The first `length` tokens of the lines; lines are read only as far as they are needed. */
function beginning(lines: readonly string[], length: number, tokenizer: Tokenizer): string {
  const tokens: (string | number)[] = [];
  for (const line of lines) {
    // Not by spreading into push: a line may have more tokens than a call may have arguments.
    for (const token of tokenizer.encode(line)) tokens.push(token);
    if (tokens.length > length) break;
  }
  return tokenizer.decode(tokens.slice(0, length));
}
