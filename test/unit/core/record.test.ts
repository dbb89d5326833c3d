import assert from 'node:assert/strict';
import { type RequestFacts, toResponse, toTrace } from '../../../src/core/request/record.ts';
import { responseFields } from '../../../src/core/request/response.ts';
import { ResponseTimeline } from '../../../src/core/request/responseTimeline.ts';
import type { WireEvent } from '../../../src/core/request/wireEvents.ts';
import type { WireFacts } from '../../../src/core/request/wireFacts.ts';

const facts: RequestFacts = {
  phase: 'measure',
  client: 3,
  index: 7,
  payloadIndex: 2,
  requestTime: Date.UTC(2026, 0, 1),
  intendedAt: 4900,
  wire: {
    sentAt: 5000,
    endedAt: 6000,
    lookupAt: 5010,
    connectedAt: 5030,
    securedAt: 5080,
    firstByteAt: 5200,
    newConnection: true,
    resent: false,
    redirected: false,
    unkept: false,
    leftOpen: false,
    status: 200,
    requestId: 'req_1',
    retries: 0,
  },
  payload: { messages: [] },
  inputText: 'question',
  defaultId: 'd'.repeat(32),
};

const failure: WireEvent = {
  type: 'error',
  at: 5700,
  error: { message: 'overloaded', reason: 'overloaded', status: 529, requestId: 'req_2', retryAfter: 2.5 },
};

function fold(events: readonly WireEvent[]): ResponseTimeline {
  const timeline = new ResponseTimeline(facts.wire.sentAt, true);
  for (const event of events) timeline.add(event);
  return timeline;
}

describe('toResponse', () => {
  it('has LLMeter’s 14 fields in LLMeter’s order', () => {
    assert.deepEqual(Object.keys(toResponse(fold([]), facts)), [...responseFields]);
  });

  it('a successful response without a TTLT gets one; a failed response does not', () => {
    const end: WireEvent = { type: 'end', at: 6000, wholeBody: false };
    assert.equal(toResponse(fold([end]), facts).time_to_last_token, 1);
    assert.equal(toResponse(fold([failure]), facts).time_to_last_token, null);
    const partial = toResponse(fold([{ type: 'text', at: 5400, text: 'a' }, failure]), facts);
    assert.deepEqual(
      [partial.time_to_last_token, partial.response_text, partial.error],
      [0.4, 'a', 'overloaded'],
    );
  });

  it('a response whose parser names no id gets the default id', () => {
    assert.equal(toResponse(fold([]), facts).id, facts.defaultId);
    assert.equal(toResponse(fold([{ type: 'id', at: 5300, id: 'chatcmpl-1' }]), facts).id, 'chatcmpl-1');
  });
});

describe('toTrace', () => {
  it('counts offsets from the start of the run and durations from the time of sending', () => {
    const timeline = fold([
      { type: 'text', at: 5300, text: 'a' },
      { type: 'text', at: 5500, text: 'b' },
      { type: 'usage', at: 5600, outputTokens: 3 },
      { type: 'stop', at: 5600, reason: 'stop' },
    ]);
    assert.deepEqual(toTrace(timeline, facts, 4000, 'id-1'), {
      id: 'id-1',
      phase: 'measure',
      client: 3,
      index: 7,
      payload: 2,
      intendedAt: 0.9,
      sentAt: 1,
      endedAt: 2,
      dns: 0.01,
      connect: 0.02,
      tls: 0.05,
      ttfb: 0.2,
      ttft: 0.3,
      ttftAny: 0.3,
      ttlt: 0.5,
      tpot: 0.1,
      chunks: 2,
      gaps: [0.2],
      tokenSourceInput: null,
      tokenSourceOutput: null,
      hiddenReasoning: false,
      httpStatus: 200,
      requestId: 'req_1',
      stopReason: 'stop',
      reason: null,
      retryAfter: null,
      newConnection: true,
    });
  });

  it('has no phase that did not happen: no DNS lookup for an IP address, no TLS, nothing on a reused connection', () => {
    const phases = (over: Partial<WireFacts>) => {
      const wire = { ...facts.wire, ...over };
      const { dns, connect, tls, ttfb } = toTrace(fold([]), { ...facts, wire }, 0, '');
      return { dns, connect, tls, ttfb };
    };
    assert.deepEqual(phases({ lookupAt: null, securedAt: null }), {
      dns: null,
      connect: 0.03,
      tls: null,
      ttfb: 0.2,
    });
    assert.deepEqual(phases({ lookupAt: null, connectedAt: null, securedAt: null, firstByteAt: null }), {
      dns: null,
      connect: null,
      tls: null,
      ttfb: null,
    });
  });

  it('says what was odd about the connection, and nothing of an ordinary one', () => {
    const odd = { ...facts.wire, resent: true, unkept: true, leftOpen: true };
    const { resent, unkept, leftOpen } = toTrace(fold([]), { ...facts, wire: odd }, 0, '');
    assert.deepEqual([resent, unkept, leftOpen], [true, true, true]);
  });

  it('takes the error’s own request id, reason and wait', () => {
    const { requestId, reason, retryAfter } = toTrace(fold([failure]), facts, 0, '');
    assert.deepEqual(
      { requestId, reason, retryAfter },
      { requestId: 'req_2', reason: 'overloaded', retryAfter: 2.5 },
    );
  });
});
