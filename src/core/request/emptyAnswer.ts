import type { InvocationResponse } from './response.ts';
import type { ResponseTrace } from './trace.ts';

/**
 * Whether a successful answer held nothing that was generated: no text, reasoning, tool call or media. Such
 * an answer has no times, and its tokens, if any are reported, were not seen. Without a trace (a folder
 * that Python wrote) this is not known.
 */
export function heldNoToken(response: InvocationResponse, trace: ResponseTrace | null): boolean {
  if (response.error !== null || trace === null || response.response_text) return false;
  // Traces of earlier versions count no events of a body without text, but they have its time.
  return trace.chunks === 0 && trace.ttlt === null;
}

/** Whether the provider reported output tokens for an answer in which none was seen. */
export function countsUnseenTokens(response: InvocationResponse, trace: ResponseTrace | null): boolean {
  return heldNoToken(response, trace) && (response.num_tokens_output ?? 0) > 0;
}

/** Whether a diagnostic of a run says how many answers held no token. */
export function isAboutEmptyAnswers(id: string): boolean {
  return id === 'empty-answers' || id === 'no-tokens';
}
