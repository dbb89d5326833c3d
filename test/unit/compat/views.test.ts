import assert from 'node:assert/strict';
import type { CompatView } from '../../../src/core/compat/compatView.ts';
import { compatViews } from '../../../src/core/compat/compatViews.ts';
import { weightedSummary } from '../../../src/core/compat/distributions.ts';
import type { MeasuredRequest } from '../../../src/core/request/measuredRequest.ts';
import { emptySummary } from '../../../src/core/stats/runSummary.ts';
import { response, trace } from '../metrics/samples.ts';

const start = Date.UTC(2026, 0, 1, 12);

/**
 * By hand: the first answers with reasoning at 0.1 s and text at 0.2, 0.4 and 0.7 s, closed at 0.75 s, seven
 * tokens; the second, sent at 1 s, with text at 0.3 and 0.4 s, closed at 0.5 s, three tokens; the third, sent at
 * 1.2 s, fails at 2 s; a warm-up request before them is left out.
 */
const measured: MeasuredRequest[] = [
  {
    response: response({ request_time: start - 5000, num_tokens_output: 99 }),
    trace: trace({ phase: 'warmup', sentAt: -5, endedAt: -4 }),
  },
  {
    response: response({
      request_time: start,
      time_to_first_token: 0.2,
      time_to_last_token: 0.7,
      num_tokens_input: 10,
      num_tokens_output: 7,
    }),
    trace: trace({
      sentAt: 0,
      endedAt: 0.75,
      ttft: 0.2,
      ttftAny: 0.1,
      ttlt: 0.7,
      gaps: [0.1, 0.2, 0.3],
      chunks: 4,
    }),
  },
  {
    response: response({
      request_time: start + 1000,
      time_to_first_token: 0.3,
      time_to_last_token: 0.4,
      num_tokens_input: 20,
      num_tokens_output: 3,
    }),
    trace: trace({ sentAt: 1, endedAt: 1.5, ttft: 0.3, ttftAny: 0.3, ttlt: 0.4, gaps: [0.1], chunks: 2 }),
  },
  {
    response: response({
      request_time: start + 1200,
      num_tokens_input: null,
      num_tokens_output: null,
      error: 'refused',
    }),
    trace: trace({ sentAt: 1.2, endedAt: 2, ttft: null, ttftAny: null, ttlt: null, gaps: [] }),
  },
];
const summary = {
  ...emptySummary(),
  total_requests: 3,
  total_test_time: 2.1,
  last_request_time: start + 1200,
  end_time: start + 2000,
};

const saved = { summary, savedStats: null };
const views = compatViews(measured, saved);

function numbers(view: CompatView | undefined, ...prefixes: string[]): Record<string, number | null> {
  const wanted = (name: string) => prefixes.length === 0 || prefixes.some(prefix => name.startsWith(prefix));
  return Object.fromEntries(
    (view?.metrics ?? [])
      .filter(({ name }) => wanted(name))
      .map(({ name, value }) => [name, value === null ? null : Number(value.toFixed(6))]),
  );
}

const viewOf = (tool: string) => views.find(view => view.tool.startsWith(tool));

describe('a run by the formulas of other tools', () => {
  it('as vLLM: first chunk of any kind, n - 1, pooled gaps, the whole wall-clock time, numpy percentiles', () => {
    assert.deepEqual(numbers(viewOf('vLLM')), {
      completed: 2,
      failed: 1,
      duration: 2,
      total_input_tokens: 30,
      total_output_tokens: 10,
      request_throughput: 1,
      output_throughput: 5,
      total_token_throughput: 20,
      max_output_tokens_per_s: 4,
      max_concurrent_requests: 1,
      mean_ttft_ms: 200,
      median_ttft_ms: 200,
      std_ttft_ms: 100,
      p99_ttft_ms: 298,
      mean_tpot_ms: 75,
      median_tpot_ms: 75,
      std_tpot_ms: 25,
      p99_tpot_ms: 99.5,
      mean_itl_ms: 175,
      median_itl_ms: 150,
      std_itl_ms: 82.91562,
      p99_itl_ms: 297,
      mean_e2el_ms: 550,
      median_e2el_ms: 550,
      std_e2el_ms: 150,
      p99_e2el_ms: 697,
    });
  });

  it('as GuideLLM: TPOT includes the first token and divides by n, weights are tokens, percentiles are values', () => {
    assert.deepEqual(numbers(viewOf('GuideLLM')), {
      'request_totals.successful': 2,
      'requests_per_second.mean': 1,
      'requests_per_second.median': 1.333333,
      'requests_per_second.std_dev': 0.68313,
      'requests_per_second.p95': 1.6,
      'requests_per_second.p99': 1.6,
      'prompt_tokens_per_second.mean': 25,
      'prompt_tokens_per_second.median': 16.666667,
      'prompt_tokens_per_second.std_dev': 8.333333,
      'prompt_tokens_per_second.p95': 33.333333,
      'prompt_tokens_per_second.p99': 33.333333,
      // Ten tokens from 0.1 s, the first one, to 1.4 s, the last one.
      'output_tokens_per_second.mean': 7.692308,
      'output_tokens_per_second.median': 5,
      'output_tokens_per_second.std_dev': 7.121693,
      'output_tokens_per_second.p95': 10,
      'output_tokens_per_second.p99': 40,
      'tokens_per_second.mean': 30.769231,
      'tokens_per_second.median': 10,
      'tokens_per_second.std_dev': 32.453882,
      'tokens_per_second.p95': 110,
      'tokens_per_second.p99': 110,
      'request_latency.mean': 0.625,
      'request_latency.median': 0.5,
      'request_latency.std_dev': 0.125,
      'request_latency.p95': 0.75,
      'request_latency.p99': 0.75,
      'time_to_first_token_ms.mean': 200,
      'time_to_first_token_ms.median': 100,
      'time_to_first_token_ms.std_dev': 100,
      'time_to_first_token_ms.p95': 300,
      'time_to_first_token_ms.p99': 300,
      'time_to_first_output_token_ms.mean': 250,
      'time_to_first_output_token_ms.median': 200,
      'time_to_first_output_token_ms.std_dev': 50,
      'time_to_first_output_token_ms.p95': 300,
      'time_to_first_output_token_ms.p99': 300,
      'time_per_output_token_ms.mean': 110,
      'time_per_output_token_ms.median': 100,
      'time_per_output_token_ms.std_dev': 15.275252,
      'time_per_output_token_ms.p95': 133.333333,
      'time_per_output_token_ms.p99': 133.333333,
      'inter_token_latency_ms.mean': 87.5,
      'inter_token_latency_ms.median': 100,
      'inter_token_latency_ms.std_dev': 21.650635,
      'inter_token_latency_ms.p95': 100,
      'inter_token_latency_ms.p99': 100,
    });
  });

  it('as AIPerf: separate times for reasoning and output, ITL per request, pooled chunk gaps, up to the last content', () => {
    assert.deepEqual(numbers(viewOf('AIPerf')), {
      request_count: 2,
      benchmark_duration: 1.4,
      request_throughput: 1.428571,
      output_token_throughput: 7.142857,
      'time_to_first_token.avg': 200,
      'time_to_first_token.min': 100,
      'time_to_first_token.max': 300,
      'time_to_first_token.p50': 200,
      'time_to_first_token.p90': 280,
      'time_to_first_token.p95': 290,
      'time_to_first_token.p99': 298,
      'time_to_first_token.std': 100,
      'time_to_second_token.avg': 100,
      'time_to_second_token.min': 100,
      'time_to_second_token.max': 100,
      'time_to_second_token.p50': 100,
      'time_to_second_token.p90': 100,
      'time_to_second_token.p95': 100,
      'time_to_second_token.p99': 100,
      'time_to_second_token.std': 0,
      'time_to_first_output_token.avg': 250,
      'time_to_first_output_token.min': 200,
      'time_to_first_output_token.max': 300,
      'time_to_first_output_token.p50': 250,
      'time_to_first_output_token.p90': 290,
      'time_to_first_output_token.p95': 295,
      'time_to_first_output_token.p99': 299,
      'time_to_first_output_token.std': 50,
      'request_latency.avg': 550,
      'request_latency.min': 400,
      'request_latency.max': 700,
      'request_latency.p50': 550,
      'request_latency.p90': 670,
      'request_latency.p95': 685,
      'request_latency.p99': 697,
      'request_latency.std': 150,
      'inter_token_latency.avg': 75,
      'inter_token_latency.min': 50,
      'inter_token_latency.max': 100,
      'inter_token_latency.p50': 75,
      'inter_token_latency.p90': 95,
      'inter_token_latency.p95': 97.5,
      'inter_token_latency.p99': 99.5,
      'inter_token_latency.std': 25,
      'inter_chunk_latency.avg': 175,
      'inter_chunk_latency.min': 100,
      'inter_chunk_latency.max': 300,
      'inter_chunk_latency.p50': 150,
      'inter_chunk_latency.p90': 270,
      'inter_chunk_latency.p95': 285,
      'inter_chunk_latency.p99': 297,
      'inter_chunk_latency.std': 82.91562,
      'output_token_throughput_per_user.avg': 15,
      'output_token_throughput_per_user.min': 10,
      'output_token_throughput_per_user.max': 20,
      'output_token_throughput_per_user.p50': 15,
      'output_token_throughput_per_user.p90': 19,
      'output_token_throughput_per_user.p95': 19.5,
      'output_token_throughput_per_user.p99': 19.9,
      'output_token_throughput_per_user.std': 5,
      'output_sequence_length.avg': 5,
      'output_sequence_length.min': 3,
      'output_sequence_length.max': 7,
      'output_sequence_length.p50': 5,
      'output_sequence_length.p90': 6.6,
      'output_sequence_length.p95': 6.8,
      'output_sequence_length.p99': 6.96,
      'output_sequence_length.std': 2,
    });
  });

  it('as LLMeter, live and loaded: visible text only, extrapolated percentiles, two different rates', () => {
    const ttft = {
      'time_to_first_token-average': 0.25,
      'time_to_first_token-p50': 0.25,
      'time_to_first_token-p90': 0.37,
      'time_to_first_token-p99': 0.397,
    };
    assert.deepEqual(
      numbers(viewOf('LLMeter, live'), 'time_to_first', 'requests_per', 'output_tps', 'failed'),
      {
        ...ttft,
        requests_per_minute: 150,
        output_tps: 5,
        failed_requests: 1,
        failed_requests_rate: 0.333333,
      },
    );
    assert.deepEqual(
      numbers(viewOf('LLMeter, loaded'), 'time_to_first', 'requests_per', 'average_output', 'failed'),
      {
        ...ttft,
        requests_per_minute: 85.714286,
        average_output_tokens_per_minute: 285.714286,
        failed_requests: 1,
        failed_requests_rate: 0.333333,
      },
    );
  });

  it('lists what it cannot reproduce, and more without traces', () => {
    const untraced = compatViews(
      measured.slice(1).map(request => ({ ...request, trace: null })),
      saved,
    );
    for (const [i, view] of views.entries()) {
      assert.ok(view.source.length > 0 && view.formulas.length > 2, view.tool);
      if (!view.tool.startsWith('LLMeter')) {
        assert.ok(view.gaps.length > 0);
        assert.equal(untraced[i]?.gaps.length, view.gaps.length + 1);
      }
    }
    const [vllm, guidellm] = [untraced[2], untraced[3]];
    // LLMeter's TTFT is that of visible text; gaps and ends of streams were never written.
    assert.deepEqual(numbers(vllm, 'mean_', 'max_', 'duration'), {
      duration: 2.1,
      max_output_tokens_per_s: null,
      max_concurrent_requests: null,
      mean_ttft_ms: 250,
      mean_tpot_ms: 66.666667,
      mean_itl_ms: null,
      mean_e2el_ms: 550,
    });
    assert.equal(numbers(guidellm)['request_latency.mean'], null);
  });

  it('has no values without successful requests', () => {
    const failed = compatViews(measured.slice(3), saved);
    assert.deepEqual(numbers(failed[2], 'completed', 'failed', 'mean_ttft'), {
      completed: 0,
      failed: 1,
      mean_ttft_ms: null,
    });
    assert.equal(numbers(failed[4])['benchmark_duration'], null);
  });

  it('has 0 ms for a missing first token as in GuideLLM, and no value as in the others', () => {
    const [first] = measured.slice(1);
    const whole: MeasuredRequest = {
      response: response({ num_tokens_output: 5 }),
      trace: trace({ sentAt: 3, endedAt: 4, ttft: null, ttftAny: null, ttlt: 1, gaps: [], chunks: 1 }),
    };
    const found = compatViews(first ? [first, whole] : [], saved);
    assert.equal(numbers(found[2])['mean_ttft_ms'], 100);
    assert.equal(numbers(found[3])['time_to_first_token_ms.mean'], 50);
    assert.equal(numbers(found[4])['time_to_first_token.avg'], 100);
    assert.ok(found[2]?.gaps.some(gap => gap.startsWith('vLLM always streams')));
  });
});

describe('percentiles of weighted values', () => {
  it('are the smallest value whose cumulative weight reaches the share; equal values count as one', () => {
    const summary = weightedSummary([
      [3, 1],
      [1, 2],
      [3, 1],
      [9, 0],
    ]);
    assert.deepEqual(
      [0, 50, 51, 100].map(p => summary?.percentile(p)),
      [1, 1, 3, 3],
    );
    assert.equal(summary?.mean, 2);
  });

  it('weight values equally if all weights are 0, and are null without values', () => {
    assert.equal(
      weightedSummary([
        [1, 0],
        [5, 0],
      ])?.mean,
      3,
    );
    assert.equal(weightedSummary([]), null);
  });
});
