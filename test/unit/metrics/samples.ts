import { emptyResponse, type InvocationResponse } from '../../../src/core/request/response.ts';
import type { ResponseTrace } from '../../../src/core/request/trace.ts';

/** A trace of a plain successful request; `fields` says what differs. */
export function trace(fields: Partial<ResponseTrace> = {}): ResponseTrace {
  return {
    id: 'a',
    phase: 'measure',
    client: 0,
    index: 0,
    intendedAt: 0,
    sentAt: 0,
    endedAt: 1,
    dns: null,
    connect: null,
    tls: null,
    ttfb: 0.05,
    ttft: 0.1,
    ttftAny: 0.1,
    ttlt: 0.9,
    tpot: 0.02,
    chunks: 4,
    gaps: [0.2, 0.3, 0.3],
    tokenSourceInput: 'usage',
    tokenSourceOutput: 'usage',
    hiddenReasoning: false,
    httpStatus: 200,
    requestId: null,
    stopReason: 'stop',
    reason: null,
    retryAfter: null,
    newConnection: false,
    ...fields,
  };
}

export function response(fields: Partial<InvocationResponse> = {}): InvocationResponse {
  return { ...emptyResponse(), num_tokens_input: 10, num_tokens_output: 8, ...fields };
}
