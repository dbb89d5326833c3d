import { seededRandom, shuffledOrder } from '../../base/random.ts';
import type { Tokenizer } from '../../tokens/tokenizer.ts';
import { syntheticPrompt } from './syntheticPrompts.ts';

/** A prompt with the maximum number of tokens of its answer. */
export interface SizedPrompt {
  text: string;
  maxTokens: number;
}

/** The requested lengths, and their order. */
export interface CollectionLengths {
  inputTokens: readonly number[];
  outputTokens: readonly number[];
  /** Requests per combination. */
  repeat: number;
  /** Decides the order. */
  seed: number;
}

export interface CollectionOptions extends CollectionLengths {
  tokenizer: Tokenizer;
}

/** The lengths of a collection's prompts and answers: every combination `repeat` times, in the order of the seed. */
export function collectionLengths({
  inputTokens,
  outputTokens,
  repeat,
  seed,
}: CollectionLengths): { input: number; output: number }[] {
  const combinations = inputTokens.flatMap(input =>
    outputTokens.flatMap(output => Array.from({ length: repeat }, () => ({ input, output }))),
  );
  const order = shuffledOrder(combinations.length, seededRandom(seed));
  return [...order].flatMap(i => combinations[i] ?? []);
}

/**
 * LLMeter's prompt collection (llmeter-format 7.3): the beginning of a text in each input length, each with every
 * output length, `repeat` times. A text that is too short gives shorter prompts.
 */
export function promptCollection(lines: readonly string[], options: CollectionOptions): SizedPrompt[] {
  const { inputTokens, tokenizer } = options;
  const texts = new Map(inputTokens.map(length => [length, beginning(lines, length, tokenizer)]));
  return collectionLengths(options).map(({ input, output }) => ({
    text: texts.get(input) ?? '',
    maxTokens: output,
  }));
}

/** The same without a text: every prompt is generated, and no two begin the same way. */
export function syntheticCollection(options: CollectionOptions): SizedPrompt[] {
  const { tokenizer, seed } = options;
  return collectionLengths(options).map(({ input, output }, index) => ({
    text: syntheticPrompt(index, input, tokenizer, seed),
    maxTokens: output,
  }));
}

/** The first `length` tokens of the lines. Reads only as many lines as necessary. */
function beginning(lines: readonly string[], length: number, tokenizer: Tokenizer): string {
  const tokens: (string | number)[] = [];
  for (const line of lines) {
    // No spread: a line may have more tokens than a call may have arguments.
    for (const token of tokenizer.encode(line)) tokens.push(token);
    if (tokens.length > length) break;
  }
  return tokenizer.decode(tokens.slice(0, length));
}
