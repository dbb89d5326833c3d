import assert from 'node:assert/strict';
import { sampleOf } from '../../../src/core/compare/sample.ts';
import { response, trace } from '../metrics/samples.ts';
import { factsOf, runStart } from './simulated.ts';

const start = runStart / 1000;
const facts = factsOf({});

describe('a sample', () => {
  it('holds the measured requests of our own runs with the times of their traces, and failures without times', () => {
    const sample = sampleOf(
      [
        { response: response({ request_time: runStart }), trace: trace({ phase: 'warmup' }) },
        {
          response: response({ request_time: runStart + 2000, num_tokens_output: 8 }),
          trace: trace({
            sentAt: 2,
            intendedAt: 1.5,
            endedAt: 3,
            ttft: 0.2,
            ttftAny: 0.1,
            ttlt: 0.9,
            tpot: 0.1,
          }),
        },
        {
          response: response({ request_time: runStart + 3000, error: 'refused' }),
          trace: trace({ sentAt: 3, intendedAt: 3, endedAt: 3.5, ttft: 0.2, ttlt: 0.3, reason: 'server' }),
        },
        { response: response(), trace: trace({ phase: 'cancelled' }) },
      ],
      { ...facts, slo: { ttft: 0.3 }, costs: [9, 0.01, 0.02, 9] },
    );
    assert.deepEqual(sample.columns, {
      sentAt: Float64Array.of(start + 2, start + 3),
      endedAt: Float64Array.of(start + 3, start + 3.5),
      client: Float64Array.of(0, 0),
      ttft: Float64Array.of(0.2, Number.NaN),
      ttft_any: Float64Array.of(0.1, Number.NaN),
      ttlt: Float64Array.of(0.9, Number.NaN),
      tpot: Float64Array.of(0.1, Number.NaN),
      e2e: Float64Array.of(1.4, Number.NaN),
      outputTokens: Float64Array.of(8, Number.NaN),
      cost: Float64Array.of(0.01, Number.NaN),
      failed: Uint8Array.of(0, 1),
      empty: Uint8Array.of(0, 0),
      good: Uint8Array.of(1, 0),
    });
    assert.deepEqual(sample.window, [start + 2, start + 3.5]);
  });

  it("holds LLMeter's own times for a folder that Python wrote, with a window of its total_test_time", () => {
    const sample = sampleOf(
      [
        {
          response: response({
            request_time: runStart,
            time_to_first_token: 0.25,
            time_to_last_token: 1.25,
            num_tokens_output: 51,
          }),
          trace: null,
        },
        {
          response: response({
            request_time: runStart + 500,
            time_to_first_token: 0.25,
            time_to_last_token: 1.25,
            num_tokens_output: 51,
            num_tokens_output_reasoning: 7,
          }),
          trace: null,
        },
        { response: response({ request_time: runStart + 1000, error: 'refused' }), trace: null },
        {
          response: response({
            request_time: runStart + 1500,
            time_to_first_token: 0.25,
            time_to_last_token: 0,
            num_tokens_output: 51,
            time_per_output_token: -0.005,
          }),
          trace: null,
        },
      ],
      { ...facts, testTime: 4 },
    );
    const { columns, window } = sample;
    assert.deepEqual(
      [columns.sentAt, columns.endedAt, columns.ttft, columns.tpot, columns.ttft_any, columns.good],
      [
        Float64Array.of(start, start + 0.5, start + 1, start + 1.5),
        Float64Array.of(start + 1.25, start + 1.75, Number.NaN, start + 1.5),
        Float64Array.of(0.25, 0.25, Number.NaN, 0.25),
        // LLMeter's TPOT does not cover reasoning before the first token, nor a time to last token of 0 s.
        Float64Array.of(0.02, Number.NaN, Number.NaN, Number.NaN),
        Float64Array.of(Number.NaN, Number.NaN, Number.NaN, Number.NaN),
        null,
      ],
    );
    assert.deepEqual(window, [start, start + 4]);
  });

  it('has no window without requests', () => {
    assert.deepEqual([sampleOf([], facts).window, sampleOf([], facts).columns.ttft.length], [null, 0]);
  });

  it('knows how it was measured', () => {
    const payloads = [
      { max_tokens: 5 },
      { max_completion_tokens: 6 },
      { max_output_tokens: 7 },
      { inferenceConfig: { maxTokens: 8 } },
      { parameters: { max_new_tokens: 9 } },
      { generationConfig: { maxOutputTokens: 10 } },
      { textGenerationConfig: { maxTokenCount: 11 } },
      { max_gen_len: 12 },
      { modelOptions: { max_tokens: 13 } },
      {},
      null,
    ];
    const { conditions } = sampleOf(
      payloads.map((input_payload, i) => ({
        response: response({
          input_payload,
          input_prompt: i < 3 ? 'One' : ['Two'],
          num_tokens_output: i,
          num_tokens_input_cached: i === 0 ? 4 : 0,
          retries: i === 1 ? 1 : 0,
          error: i === 10 ? '' : null,
        }),
        trace: trace({
          newConnection: i === 2,
          dns: 0.001,
          connect: 0.01,
          tls: i === 2 ? 0.02 : null,
          tokenSourceOutput: i === 3 ? 'estimate' : 'usage',
        }),
      })),
      facts,
    );
    const { name: _, ...recorded } = facts;
    assert.deepEqual(conditions, {
      ...recorded,
      requests: 11,
      failedShare: 1 / 11,
      prompts: new Set(['One', '["Two"]']),
      sentPrompts: new Set(['One', '["Two"]']),
      promptRequests: 11,
      repeatedShare: 9 / 11,
      cacheReported: true,
      server: null,
      maxTokens: new Set([5, 6, 7, 8, 9, 10, 11, 12, 13, null]),
      outputTokens: 4.5,
      tokenSources: new Set(['usage', 'estimate']),
      cachedShare: 1 / 11,
      cachedInputShare: 4 / 110,
      cachedTokens: 4 / 11,
      currency: null,
      turns: null,
      warmup: null,
      clientLimited: null,
      body: null,
      coldShare: 1 / 11,
      setupTime: 0.001 + 0.01 + 0.02,
      retriedShare: 1 / 11,
    });
  });
});
