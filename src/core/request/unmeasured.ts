import { cachedInputTokens, reasoningTokens } from './countedKinds.ts';
import { emptyResponse, type InvocationResponse } from './response.ts';
import type { ResponseTrace } from './trace.ts';

/** The trace of a request whose response is not kept, with the token counts of the response. */
export function withTokenCounts(trace: ResponseTrace, response: InvocationResponse): ResponseTrace {
  const counts = {
    inputTokens: response.num_tokens_input,
    outputTokens: response.num_tokens_output,
    cachedInputTokens: cachedInputTokens(response, trace),
    reasoningTokens: reasoningTokens(response, trace),
  };
  const known = Object.entries(counts).filter(([, count]) => count !== null);
  return { ...trace, ...Object.fromEntries(known) };
}

/** What the trace of such a request says of its response: token counts, and whether it failed. */
export function responseOfTrace(trace: ResponseTrace): InvocationResponse {
  return {
    ...emptyResponse(),
    id: trace.id,
    num_tokens_input: trace.inputTokens ?? null,
    num_tokens_output: trace.outputTokens ?? null,
    error: trace.reason,
  };
}
