import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ResponseTimeline } from '../../../src/core/request/responseTimeline.ts';
import type { WireEvent } from '../../../src/core/request/wireEvents.ts';

const text = (at: number, words: string): WireEvent => ({ type: 'text', at, text: words });
const reasoning = (at: number, words: string | null): WireEvent => ({ type: 'reasoning', at, text: words });
const toolCall = (at: number): WireEvent => ({ type: 'toolCall', at });
const usage = (at: number, outputTokens: number, reasoningTokens?: number): WireEvent => ({
  type: 'usage',
  at,
  outputTokens,
  ...(reasoningTokens !== undefined && { reasoningTokens }),
});
const end = (at: number, wholeBody = false): WireEvent => ({ type: 'end', at, wholeBody });

/** Sent at 1000 ms; everything a timeline knows, with the time per token of its own token count. */
function fold(events: readonly WireEvent[], visibleTokensOnly = true) {
  const timeline = new ResponseTimeline(1000, visibleTokensOnly);
  for (const event of events) timeline.add(event);
  return {
    text: timeline.text,
    ttft: timeline.ttft,
    ttftAny: timeline.ttftAny,
    ttlt: timeline.ttlt,
    llmeter: [timeline.llmeterTtft, timeline.llmeterTtlt],
    chunks: timeline.chunks,
    gaps: timeline.gaps,
    tpot: timeline.tpot(timeline.usage.outputTokens ?? null),
    hiddenReasoning: timeline.hiddenReasoning,
  };
}

describe('ResponseTimeline', () => {
  it('measures text to the millisecond; usage, stop and end events do not extend it', () => {
    const events = [
      text(1250, 'a'),
      text(1300, 'b'),
      text(1500, 'c'),
      { type: 'stop', at: 1700, reason: 'stop' } as const,
      usage(1800, 6),
      end(1900),
    ];
    assert.deepEqual(fold(events), {
      text: 'abc',
      ttft: 0.25,
      ttftAny: 0.25,
      ttlt: 0.5,
      llmeter: [0.25, 0.5],
      chunks: 3,
      gaps: [0.05, 0.2],
      tpot: 0.05,
      hiddenReasoning: false,
    });
  });

  it('counts reasoning and tool calls as generated, but not as visible', () => {
    const events = [
      reasoning(1100, 'hm'),
      reasoning(1200, 'so'),
      text(1400, 'a'),
      toolCall(1450),
      usage(1500, 8),
      end(1500),
    ];
    assert.deepEqual(fold(events), {
      text: 'a',
      ttft: 0.4,
      ttftAny: 0.1,
      ttlt: 0.45,
      llmeter: [0.4, 0.4],
      chunks: 4,
      gaps: [0.1, 0.2, 0.05],
      tpot: (0.45 - 0.1) / 7,
      hiddenReasoning: false,
    });
    assert.deepEqual(fold(events, false).llmeter, [0.1, 0.4]);
  });

  it('counts a token without text as LLMeter’s first and as generated, but not as visible', () => {
    const { ttft, ttftAny, ttlt, llmeter, chunks } = fold([
      { type: 'token', at: 1100 },
      text(1200, 'a'),
      { type: 'token', at: 1300 },
      end(1400),
    ]);
    assert.deepEqual([ttft, ttftAny, ttlt, llmeter, chunks], [0.2, 0.1, 0.3, [0.1, 0.2], 3]);
  });

  it('has no time per token if the count includes reasoning that was not streamed', () => {
    const counted = fold([text(1100, 'a'), text(1200, 'b'), usage(1300, 50, 48), end(1300)]);
    assert.deepEqual([counted.hiddenReasoning, counted.tpot], [true, null]);
    const hinted = fold([
      reasoning(1100, null),
      text(1200, 'a'),
      text(1300, 'b'),
      usage(1300, 50),
      end(1300),
    ]);
    assert.deepEqual([hinted.hiddenReasoning, hinted.tpot, hinted.ttftAny], [true, null, 0.1]);
    const streamed = fold([
      reasoning(1100, 'hm'),
      reasoning(1150, null),
      text(1200, 'a'),
      usage(1300, 3, 1),
      end(1300),
    ]);
    assert.deepEqual([streamed.hiddenReasoning, streamed.tpot], [false, 0.05]);
  });

  it('has no time to first token for an answer in one body; its arrival is the last token', () => {
    assert.deepEqual(fold([text(1700, 'all of it'), usage(1700, 9), end(1700, true)]), {
      text: 'all of it',
      ttft: null,
      ttftAny: null,
      ttlt: 0.7,
      llmeter: [null, 0.7],
      chunks: 1,
      gaps: [],
      tpot: null,
      hiddenReasoning: false,
    });
  });

  it('has no time to last token for a refusal in one body', () => {
    const refusal = {
      message: 'No.',
      reason: 'rateLimit',
      status: 429,
      requestId: null,
      retryAfter: null,
    } as const;
    const { ttlt, llmeter } = fold([{ type: 'error', at: 1200, error: refusal }, end(1200, true)]);
    assert.deepEqual([ttlt, llmeter], [null, [null, null]]);
    const halfway = fold([text(1200, 'Hel'), { type: 'error', at: 1200, error: refusal }, end(1200, true)]);
    assert.deepEqual([halfway.ttft, halfway.ttlt, halfway.llmeter], [null, 0.2, [null, 0.2]]);
  });

  it('treats zero as a time, and a missing time as missing', () => {
    const atOnce = fold([text(1000, 'a'), end(1000)]);
    assert.deepEqual([atOnce.ttft, atOnce.ttlt, atOnce.llmeter], [0, 0, [0, 0]]);
    const nothing = fold([end(1000)]);
    assert.deepEqual(
      [nothing.text, nothing.ttft, nothing.ttlt, nothing.llmeter],
      [null, null, null, [null, null]],
    );
  });

  it('starts the answer at an empty text, which is not its first token', () => {
    const { text: words, ttft, chunks } = fold([text(1100, ''), text(1200, 'a'), end(1300)]);
    assert.deepEqual([words, ttft, chunks], ['a', 0.2, 1]);
  });

  it('has no time per token for one token, one chunk or no count', () => {
    const events = [text(1100, 'a'), text(1200, 'b')];
    assert.equal(fold([...events, usage(1300, 1)]).tpot, null);
    assert.equal(fold(events).tpot, null);
    assert.equal(fold([text(1100, 'a'), usage(1300, 7)]).tpot, null);
  });

  it('keeps the first id and error, the last stop reason and the last of each usage field', () => {
    const timeline = new ResponseTimeline(0, true);
    const error = (message: string) =>
      ({
        type: 'error',
        at: 1,
        error: { message, reason: 'provider', status: null, requestId: null, retryAfter: null },
      }) as const;
    const events: WireEvent[] = [
      { type: 'id', at: 1, id: 'one' },
      { type: 'id', at: 2, id: 'two' },
      { type: 'usage', at: 2, inputTokens: 5, outputTokens: 1 },
      { type: 'usage', at: 3, outputTokens: 9, cachedInputTokens: 2 },
      { type: 'stop', at: 3, reason: 'length' },
      { type: 'stop', at: 4, reason: 'stop' },
      error('first'),
      error('second'),
    ];
    for (const event of events) timeline.add(event);
    assert.deepEqual(
      [timeline.id, timeline.stopReason, timeline.error?.message, timeline.ended],
      ['one', 'stop', 'first', false],
    );
    assert.deepEqual(timeline.usage, { inputTokens: 5, outputTokens: 9, cachedInputTokens: 2 });
  });

  it('always has ttft_any + sum of the gaps = ttlt, and the first event before visible text before the last event', () => {
    const eventArb = fc.oneof(
      fc.record({ type: fc.constant('text' as const), text: fc.string() }),
      fc.record({ type: fc.constant('reasoning' as const), text: fc.option(fc.string()) }),
      fc.record({ type: fc.constant('toolCall' as const) }),
      fc.record({ type: fc.constant('usage' as const), outputTokens: fc.nat() }),
    );
    const stepsArb = fc.array(fc.tuple(fc.integer({ min: 0, max: 100_000 }), eventArb), { maxLength: 40 });
    fc.assert(
      fc.property(stepsArb, steps => {
        const timeline = new ResponseTimeline(500, true);
        let at = 500;
        for (const [wait, event] of steps) {
          at += wait / 64;
          timeline.add({ ...event, at });
        }
        timeline.add(end(at));
        const { ttft, ttftAny, ttlt, gaps, chunks, llmeterTtft, llmeterTtlt } = timeline;
        const generated = steps.filter(
          ([, event]) =>
            event.type === 'toolCall' ||
            ((event.type === 'text' || event.type === 'reasoning') && event.text !== ''),
        );
        assert.deepEqual([chunks, gaps.length], [generated.length, Math.max(0, generated.length - 1)]);
        assert.equal(ttftAny === null, chunks === 0);
        if (ttftAny === null || ttlt === null) return;
        assert.ok(Math.abs(ttftAny + gaps.reduce((sum, gap) => sum + gap, 0) - ttlt) < 1e-9);
        assert.ok(gaps.every(gap => gap >= 0));
        assert.deepEqual(llmeterTtft, ttft);
        if (ttft !== null && llmeterTtlt !== null) {
          assert.ok(ttftAny <= ttft && ttft <= llmeterTtlt && llmeterTtlt <= ttlt);
        }
      }),
    );
  });
});
