import { allInputTokens, cachedInputTokens, reasoningTokens } from '../request/countedKinds.ts';
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
 * The billed tokens of a request. Reasoning is part of the output count, unless it is larger than that: then
 * the provider counts it separately.
 */
export function tokenUse(
  response: InvocationResponse,
  trace: ResponseTrace | null,
  cacheBeside: boolean,
): TokenUse {
  const { num_tokens_output: output } = response;
  const all = allInputTokens(response, trace, cacheBeside);
  const cachedInput = cachedInputTokens(response, trace) ?? 0;
  const cacheWrite = trace?.cacheWriteTokens ?? 0;
  const reasoning = reasoningTokens(response, trace) ?? 0;
  return {
    input: all === null ? null : Math.max(0, all - cachedInput - cacheWrite),
    cachedInput,
    cacheWrite,
    output: output === null || reasoning > output ? output : output - reasoning,
    reasoning,
  };
}
