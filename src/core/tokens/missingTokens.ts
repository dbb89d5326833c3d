import type { InvocationResponse } from '../response.ts';
import type { TokenSource } from '../trace.ts';
import { type Tokenizer, whitespaceTokenizer } from './tokenizer.ts';

export interface TokenSources {
  input: TokenSource | null;
  output: TokenSource | null;
}

/**
 * Counts the tokens a provider did not report (spec 4.5), in place; says where each count is from.
 * A failed response is left as it is. Without text there is no count.
 */
export function fillMissingTokens(response: InvocationResponse, tokenizer: Tokenizer): TokenSources {
  const counted: TokenSource = tokenizer === whitespaceTokenizer ? 'estimate' : 'tokenizer';
  const sources: TokenSources = {
    input: response.num_tokens_input === null ? null : 'usage',
    output: response.num_tokens_output === null ? null : 'usage',
  };
  if (response.error !== null) return sources;
  const prompt = response.input_prompt;
  if (sources.input === null && prompt !== null) {
    const text = typeof prompt === 'string' ? prompt : JSON.stringify(prompt);
    response.num_tokens_input = tokenizer.count(text);
    sources.input = counted;
  }
  if (sources.output === null && response.response_text !== null) {
    response.num_tokens_output = tokenizer.count(response.response_text);
    sources.output = counted;
  }
  return sources;
}

/** LLMeter's TPOT in seconds by its conditions (spec 3), or what the response already has. */
export function timePerOutputToken(response: InvocationResponse): number | null {
  const { time_to_last_token: last, time_to_first_token: first, num_tokens_output: tokens } = response;
  if (response.time_per_output_token !== null) return response.time_per_output_token;
  return last && first && tokens !== null && tokens > 1 ? (last - first) / (tokens - 1) : null;
}
