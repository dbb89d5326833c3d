import type { JsonValue } from '../base/jsonValue.ts';
import { cachedInputTokens, reasoningTokens } from '../request/countedKinds.ts';
import type { InvocationResponse } from '../request/response.ts';
import type { ResponseTrace } from '../request/trace.ts';

/** Tokens of a request by how they are billed; null = not known. */
export interface TokenUse {
  /** Input tokens that were neither read from nor written to a cache. */
  readonly input: number | null;
  /** Input tokens read from a cache. */
  readonly cachedInput: number;
  /** Input tokens written to a cache. */
  readonly cacheWrite: number;
  /** Output tokens without reasoning. */
  readonly output: number | null;
  readonly reasoning: number;
}

/**
 * Whether an API counts cached tokens in addition to its input tokens, not among them. `type` is LLMeter's
 * name of the endpoint's class, which every run folder has (llmeter-format 1.0).
 */
export function countsCacheBeside(type: JsonValue | undefined): boolean {
  return typeof type === 'string' && /^(AnthropicMessages|BedrockConverse|BedrockInvokeStream)/.test(type);
}

/**
 * The billed tokens of a request. Reasoning is part of the output count, unless it is larger than that: then
 * the provider counts it separately.
 */
export function tokenUse(
  response: InvocationResponse,
  trace: ResponseTrace | null,
  cacheBeside: boolean,
): TokenUse {
  const { num_tokens_input: input, num_tokens_output: output } = response;
  const cachedInput = cachedInputTokens(response, trace) ?? 0;
  const cacheWrite = trace?.cacheWriteTokens ?? 0;
  const reasoning = reasoningTokens(response, trace) ?? 0;
  return {
    input: input === null || cacheBeside ? input : Math.max(0, input - cachedInput - cacheWrite),
    cachedInput,
    cacheWrite,
    output: output === null || reasoning > output ? output : output - reasoning,
    reasoning,
  };
}
