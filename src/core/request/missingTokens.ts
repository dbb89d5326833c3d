import { type AsyncTokenCounter, type Tokenizer, whitespaceTokenizer } from '../tokens/tokenizer.ts';
import type { InvocationResponse } from './response.ts';
import type { TokenSource } from './trace.ts';

export interface TokenSources {
  input: TokenSource | null;
  output: TokenSource | null;
}

/**
 * Counts the tokens that a provider did not report (llmeter-format 4.5), in place, and returns where each
 * count is from. A failed response is not changed. Without text there is no count.
 */
export function fillMissingTokens(response: InvocationResponse, tokenizer: Tokenizer): TokenSources {
  const { input, output } = uncountedTexts(response);
  const sources: TokenSources = {
    input: response.num_tokens_input === null ? null : 'usage',
    output: response.num_tokens_output === null ? null : 'usage',
  };
  const counted: TokenSource = tokenizer === whitespaceTokenizer ? 'estimate' : 'tokenizer';
  if (input !== null) {
    response.num_tokens_input = tokenizer.count(input);
    sources.input = counted;
  }
  if (output !== null) {
    response.num_tokens_output = tokenizer.count(output);
    sources.output = counted;
  }
  return sources;
}

/**
 * Asks for the counts that `fillMissingTokens` needs, and returns a tokenizer that knows them. If the
 * answer is not a number, it returns the default tokenizer, whose counts are estimates.
 */
export async function askedCounts(
  response: InvocationResponse,
  asked: AsyncTokenCounter,
): Promise<Tokenizer> {
  const texts = Object.values(uncountedTexts(response)).filter(text => text !== null);
  try {
    const counts = new Map<string, number>();
    for (const text of texts) counts.set(text, await asked.ask(text));
    if (![...counts.values()].every(Number.isFinite)) return whitespaceTokenizer;
    return { ...whitespaceTokenizer, info: asked.info, count: text => counts.get(text) ?? 0 };
  } catch {
    return whitespaceTokenizer;
  }
}

/** Texts of a successful response whose tokens have not been counted. */
function uncountedTexts(response: InvocationResponse): Record<'input' | 'output', string | null> {
  if (response.error !== null) return { input: null, output: null };
  const { input_prompt: prompt, num_tokens_input, num_tokens_output, response_text } = response;
  const text = typeof prompt === 'string' || prompt === null ? prompt : JSON.stringify(prompt);
  return {
    input: num_tokens_input === null ? text : null,
    output: num_tokens_output === null ? response_text : null,
  };
}

/**
 * TPOT in seconds of a response without a trace, by our definition. It is missing where LLMeter would count
 * hidden reasoning as streamed, and if the last token came before the first, e.g. with a TTLT of 0.
 */
export function plausibleTimePerOutputToken(response: InvocationResponse): number | null {
  if (response.num_tokens_output_reasoning) return null;
  const tpot = timePerOutputToken(response);
  return tpot === null || tpot < 0 ? null : tpot;
}

/** LLMeter's TPOT in seconds under its conditions (llmeter-format 3), or the value that the response already has. */
export function timePerOutputToken(response: InvocationResponse): number | null {
  const { time_to_last_token: last, time_to_first_token: first, num_tokens_output: tokens } = response;
  if (response.time_per_output_token !== null) return response.time_per_output_token;
  return last && first && tokens !== null && tokens > 1 ? (last - first) / (tokens - 1) : null;
}
