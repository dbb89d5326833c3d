import type { JsonValue } from '../base/jsonValue.ts';
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

/**
 * Whether an API counts cached tokens in addition to its input tokens, not among them. `type` is LLMeter's
 * name of the endpoint's class, which every run folder has (llmeter-format 1.0).
 */
export function countsCacheBeside(type: JsonValue | undefined): boolean {
  return typeof type === 'string' && /^(AnthropicMessages|BedrockConverse|BedrockInvokeStream)/.test(type);
}

/**
 * All input tokens of a request, whatever the API's own count covers: those read from and written to a prompt
 * cache included. LLMeter's `num_tokens_input` is the API's count.
 */
export function allInputTokens(
  response: InvocationResponse,
  trace: ResponseTrace | null | undefined,
  cacheBeside: boolean,
): number | null {
  const { num_tokens_input: input } = response;
  // A count of our own is of the whole prompt.
  const counted = trace?.tokenSourceInput === 'tokenizer' || trace?.tokenSourceInput === 'estimate';
  if (input === null || !cacheBeside || counted) return input;
  return input + (cachedInputTokens(response, trace) ?? 0) + (trace?.cacheWriteTokens ?? 0);
}

/** The input tokens that were not read from a prompt cache; null if the API does not say how many were. */
export function uncachedInputTokens(
  response: InvocationResponse,
  trace: ResponseTrace | null | undefined,
  cacheBeside: boolean,
): number | null {
  const all = allInputTokens(response, trace, cacheBeside);
  const cached = cachedInputTokens(response, trace) ?? (cacheBeside ? 0 : null);
  return all === null || cached === null ? null : Math.max(0, all - cached);
}
