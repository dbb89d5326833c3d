import type { InvocationResponse } from './response.ts';
import type { ResponseTrace } from './trace.ts';

/** Input tokens read from a prompt cache, by the provider's count, even if LLMeter does not read it. */
export function cachedInputTokens(
  response: InvocationResponse,
  trace: ResponseTrace | null | undefined,
): number | null {
  return response.num_tokens_input_cached ?? trace?.cachedInputTokens ?? null;
}

/** Output tokens spent on reasoning, by the provider's count, even if LLMeter does not read it. */
export function reasoningTokens(
  response: InvocationResponse,
  trace: ResponseTrace | null | undefined,
): number | null {
  return response.num_tokens_output_reasoning ?? trace?.reasoningTokens ?? null;
}
