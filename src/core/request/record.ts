import type { JsonObject } from '../base/jsonValue.ts';
import { emptyResponse, type InvocationResponse } from './response.ts';
import type { ResponseTimeline } from './responseTimeline.ts';
import type { RequestPhase, ResponseTrace } from './trace.ts';
import type { WireFacts } from './wireFacts.ts';

/** What the runner knows about a request besides its events. */
export interface RequestFacts {
  phase: RequestPhase;
  client: number;
  index: number;
  /** Which of the run's payloads. */
  payloadIndex: number;
  /** Epoch milliseconds at which it was sent. */
  requestTime: number;
  /** When the schedule wanted it sent, the clock's milliseconds. */
  intendedAt: number;
  wire: WireFacts;
  payload: JsonObject;
  inputText: string | null;
  /** Used if the provider names none. */
  defaultId: string;
}

/** LLMeter's record of one request, by the rules of llmeter-format 2: TTLT is filled in only on success. */
export function toResponse(timeline: ResponseTimeline, facts: RequestFacts): InvocationResponse {
  const { usage, error } = timeline;
  const { wire } = facts;
  const response = emptyResponse();
  response.response_text = timeline.text;
  response.input_payload = facts.payload;
  response.id = timeline.id ?? facts.defaultId;
  response.input_prompt = facts.inputText;
  response.time_to_first_token = timeline.llmeterTtft;
  response.time_to_last_token = timeline.llmeterTtlt;
  if (error === null) response.time_to_last_token ??= (wire.endedAt - wire.sentAt) / 1000;
  response.num_tokens_input = usage.inputTokens ?? null;
  response.num_tokens_output = usage.outputTokens ?? null;
  response.num_tokens_input_cached = usage.cachedInputTokens ?? null;
  response.num_tokens_output_reasoning = usage.reasoningTokens ?? null;
  response.error = error === null ? null : error.message;
  response.retries = wire.retries;
  response.request_time = facts.requestTime;
  return response;
}

/**
 * Our record of the same request, flat as `trace.jsonl` has it. Token sources are filled in where tokens
 * are counted.
 */
export function toTrace(
  timeline: ResponseTimeline,
  facts: RequestFacts,
  runStart: number,
  id: string,
): ResponseTrace {
  const { wire } = facts;
  const offset = (at: number) => (at - runStart) / 1000;
  const sinceSent = (at: number | null) => (at === null ? null : (at - wire.sentAt) / 1000);
  const between = (from: number | null, to: number | null) =>
    from === null || to === null ? null : (to - from) / 1000;
  const { usage, error } = timeline;
  const noTpot = timeline.paceDoubt(usage.outputTokens ?? null);
  return {
    id,
    phase: facts.phase,
    client: facts.client,
    index: facts.index,
    payload: facts.payloadIndex,
    intendedAt: offset(facts.intendedAt),
    sentAt: offset(wire.sentAt),
    endedAt: offset(wire.endedAt),
    dns: sinceSent(wire.lookupAt),
    connect: between(wire.lookupAt ?? wire.sentAt, wire.connectedAt),
    tls: between(wire.connectedAt, wire.securedAt),
    ttfb: sinceSent(wire.firstByteAt),
    ttft: timeline.ttft,
    ttftAny: timeline.ttftAny,
    ttlt: timeline.ttlt,
    tpot: timeline.tpot(usage.outputTokens ?? null),
    ...(noTpot !== null && { noTpot }),
    chunks: timeline.chunks,
    gaps: timeline.gaps,
    tokenSourceInput: null,
    tokenSourceOutput: null,
    ...(timeline.contradictoryUsage && { contradictoryUsage: true }),
    ...(usage.cacheWriteTokens && { cacheWriteTokens: usage.cacheWriteTokens }),
    ...(usage.ownCachedInputTokens !== undefined && { cachedInputTokens: usage.ownCachedInputTokens }),
    ...(usage.ownReasoningTokens !== undefined && { reasoningTokens: usage.ownReasoningTokens }),
    hiddenReasoning: timeline.hiddenReasoning,
    httpStatus: wire.status,
    requestId: error?.requestId ?? wire.requestId,
    stopReason: timeline.stopReason,
    reason: error?.reason ?? null,
    retryAfter: error?.retryAfter ?? null,
    newConnection: wire.newConnection,
    ...(wire.resent && { resent: true }),
    ...(wire.redirected && { redirected: true }),
    ...(wire.unkept && { unkept: true }),
    ...(wire.leftOpen && { leftOpen: true }),
  };
}
