import assert from 'node:assert/strict';
import { computeMetrics } from '../../../src/core/metrics/computeMetrics.ts';
import { costDefinitions, metricDefinitions, metricsTable } from '../../../src/core/metrics/definitions.ts';
import { percentileSupport } from '../../../src/core/metrics/distribution.ts';
import { MetricColumns, type Metrics } from '../../../src/core/metrics/metricColumns.ts';
import type { Slo } from '../../../src/core/metrics/slo.ts';
import type { ResponseTrace } from '../../../src/core/request/trace.ts';
import { response, trace } from './samples.ts';

/** All but those of costs, which take prices beside the requests. */
const measured = Object.keys(metricDefinitions).filter(key => !Object.hasOwn(costDefinitions, key));

const values = (metrics: Metrics, keys: readonly (keyof Metrics)[]) =>
  Object.fromEntries(
    keys.map(key => {
      const metric = metrics[key];
      return [key, 'value' in metric ? [metric.n, metric.value] : [metric.n, metric.min, metric.max]];
    }),
  );

describe('our metrics', () => {
  it('an answer without a token is neither a success nor a failure, but a request', () => {
    const empty = trace({ ttft: null, ttftAny: null, ttlt: null, tpot: null, chunks: 0, gaps: [] });
    const { metrics, failures } = computeMetrics(
      [
        { response: response(), trace: trace({ endedAt: 2 }) },
        { response: response({ num_tokens_output: 5 }), trace: { ...empty, endedAt: 2 } },
        { response: response({ num_tokens_output: null }), trace: { ...empty, endedAt: 4 } },
      ],
      { ttlt: 1 },
    );
    assert.deepEqual(failures, []);
    assert.deepEqual(
      values(metrics, ['ttlt', 'request_throughput', 'output_tokens', 'error_rate', 'goodput_rate', 'ttfb']),
      {
        ttlt: [1, 0.9, 0.9],
        request_throughput: [1, 1 / 4],
        output_tokens: [1, 8],
        error_rate: [3, 0],
        goodput_rate: [3, 1 / 3],
        ttfb: [1, 0.05, 0.05],
      },
    );
  });

  it('a body without text in a trace of an earlier version is not taken for one without a token', () => {
    const body = trace({ ttft: null, ttftAny: null, ttlt: 0.5, tpot: null, chunks: 0, gaps: [] });
    const { metrics } = computeMetrics([{ response: response(), trace: body }]);
    assert.equal(metrics.ttlt.n, 1);
  });

  it('use the requests that each is defined for', () => {
    const { metrics, failures } = computeMetrics(
      [
        { response: response(), trace: trace({ phase: 'warmup', ttft: 9, endedAt: 9 }) },
        {
          response: response({ num_tokens_input_cached: 5 }),
          trace: trace({ sentAt: 10, intendedAt: 9.75, endedAt: 12, connect: 0.01 }),
        },
        {
          response: response({ num_tokens_output_reasoning: 3 }),
          trace: trace({
            sentAt: 11,
            intendedAt: 11,
            endedAt: 13,
            ttft: 0.3,
            tpot: null,
            hiddenReasoning: true,
          }),
        },
        {
          response: response({ error: 'slow down', time_to_first_token: 5, num_tokens_output: 100 }),
          trace: trace({
            sentAt: 12,
            endedAt: 15,
            ttft: 5,
            reason: 'rateLimit',
            requestId: 'req-1',
            gaps: [7],
          }),
        },
        {
          response: response({ error: 'again' }),
          trace: trace({ sentAt: 12, endedAt: 14, reason: 'rateLimit' }),
        },
        { response: response({ error: '' }), trace: trace({ phase: 'cancelled', endedAt: 99 }) },
      ],
      { ttft: 0.2 },
    );
    assert.deepEqual(values(metrics, measured as (keyof Metrics)[]), {
      ttft: [2, 0.1, 0.3],
      ttft_any: [2, 0.1, 0.1],
      ttlt: [2, 0.9, 0.9],
      tpot: [1, 0.02, 0.02],
      itl: [6, 0.2, 0.3],
      e2e: [2, 0.9, 1.15],
      queue: [2, 0, 0.25],
      connect: [1, 0.01, 0.01],
      tls: [0, null, null],
      ttfb: [2, 0.05, 0.05],
      steady_request_throughput: [3, null],
      steady_output_token_throughput: [3, null],
      steady_input_token_throughput: [3, null],
      steady_goodput: [3, null],
      request_throughput: [2, 2 / 5],
      output_token_throughput: [2, 16 / 5],
      input_token_throughput: [2, 20 / 5],
      send_rate: [4, 3 / 2],
      goodput: [4, 1 / 5],
      goodput_rate: [4, 1 / 4],
      error_rate: [4, 1 / 2],
      chunks_per_token: [1, 4 / 8],
      input_tokens: [2, 20],
      uncached_input_tokens: [1, 5],
      output_tokens: [2, 16],
      cached_input_tokens: [1, 5],
      reasoning_tokens: [1, 3],
    });
    assert.deepEqual(failures, [
      {
        reason: 'rateLimit',
        label: 'Rate limited',
        advice: 'Use fewer clients, or ask for a higher quota.',
        count: 2,
        example: 'slow down',
        requestId: 'req-1',
        messages: [
          { text: 'slow down', count: 1 },
          { text: 'again', count: 1 },
        ],
      },
    ]);
  });

  it('count input tokens alike, whether the API counts cached ones among its input tokens or beside them', () => {
    const counts = (given: number, cacheBeside: boolean, fields: Partial<ResponseTrace> = {}) => {
      const sample = {
        response: response({ num_tokens_input: given, num_tokens_input_cached: 70 }),
        trace: trace({ cacheWriteTokens: 20, endedAt: 10, ...fields }),
      };
      const { metrics } = computeMetrics([sample], {}, { cacheBeside });
      const { input_tokens: all, uncached_input_tokens: uncached, input_token_throughput: rate } = metrics;
      return [all.value, uncached.value, rate.value];
    };
    assert.deepEqual(counts(100, false), [100, 30, 10]);
    assert.deepEqual(counts(10, true), [100, 30, 10]);
    // Tokens counted here are those of the whole prompt, on every API.
    assert.deepEqual(counts(100, true, { tokenSourceInput: 'estimate' }), [100, 30, 10]);
  });

  it('know the uncached input tokens only where the API says how many were cached', () => {
    const uncached = (cacheBeside: boolean) =>
      computeMetrics([{ response: response(), trace: trace() }], {}, { cacheBeside }).metrics
        .uncached_input_tokens.value;
    assert.deepEqual([uncached(false), uncached(true)], [null, 10]);
  });

  it('count cached and reasoning tokens even if LLMeter’s fields have none', () => {
    const own = { cachedInputTokens: 4, reasoningTokens: 0 };
    const { metrics } = computeMetrics([{ response: response(), trace: trace(own) }]);
    assert.deepEqual(
      [metrics.cached_input_tokens, metrics.reasoning_tokens],
      [
        { n: 1, value: 4, unit: 'tokens' },
        { n: 1, value: 0, unit: 'tokens' },
      ],
    );
  });

  it('of a run in progress have no rate before a second has passed, and no ITL', () => {
    const columns = new MetricColumns();
    columns.append(response(), trace({ sentAt: 0, endedAt: 0.2 }));
    columns.append(response(), trace({ sentAt: 0.001, endedAt: 0.9 }));
    const early = columns.liveMetrics();
    assert.deepEqual(
      [early.ttft.n, early.request_throughput, early.send_rate],
      [2, { n: 2, value: null, unit: 'requests/s' }, { n: 2, value: null, unit: 'requests/s' }],
    );
    assert.ok(!('itl' in early));
    columns.append(response(), trace({ sentAt: 0.2, endedAt: 1.5 }));
    const later = columns.liveMetrics();
    assert.equal(later.request_throughput.value, 2);
    assert.equal(later.send_rate.value, null);
  });

  it('are all present and null without requests', () => {
    const metrics = new MetricColumns({ ttft: 1 }).metrics({ final: true });
    assert.deepEqual(Object.keys(metrics), measured);
    assert.deepEqual(metrics.ttft, {
      n: 0,
      mean: null,
      min: null,
      p50: null,
      p90: null,
      p95: null,
      p99: null,
      p999: null,
      max: null,
      unit: 's',
      unreliable: {},
    });
    assert.deepEqual(metrics.goodput, { n: 0, value: null, unit: 'requests/s' });
  });

  it('come from LLMeter’s own fields and the test time in a folder that Python wrote', () => {
    const { metrics } = computeMetrics(
      [
        {
          response: response({
            time_to_first_token: 0.1,
            time_to_last_token: 1,
            time_per_output_token: 0.02,
          }),
          trace: null,
        },
        {
          response: response({
            time_to_first_token: 0.2,
            time_per_output_token: 0.5,
            num_tokens_output_reasoning: 4,
          }),
          trace: null,
        },
        { response: response({ error: 'no' }), trace: null },
      ],
      {},
      { testTime: 4 },
    );
    assert.deepEqual(
      values(metrics, ['ttft', 'ttlt', 'tpot', 'e2e', 'request_throughput', 'goodput', 'send_rate']),
      {
        ttft: [2, 0.1, 0.2],
        ttlt: [1, 1, 1],
        tpot: [1, 0.02, 0.02],
        e2e: [0, null, null],
        request_throughput: [2, 0.5],
        goodput: [3, null],
        send_rate: [0, null],
      },
    );
  });

  it('an answer without a first or last token meets no limit on it; one without a TPOT is judged by the others', () => {
    const share = (times: Parameters<typeof trace>[0], slo: Slo) =>
      computeMetrics([{ response: response(), trace: trace(times) }], slo).metrics.goodput_rate.value;
    assert.equal(share({ ttft: null }, { ttft: 1 }), 0);
    assert.equal(share({ ttlt: null }, { ttlt: 1 }), 0);
    assert.equal(share({ tpot: null }, { tpot: 1 }), 1);
    assert.equal(share({ tpot: null, ttft: 2 }, { tpot: 1, ttft: 1 }), 0);
  });

  it('percentiles interpolate between neighbours and report when there are too few values', () => {
    const samples = Array.from({ length: 101 }, (_, i) => ({
      response: response(),
      trace: trace({ ttft: i / 100 }),
    }));
    const { ttft } = computeMetrics(samples).metrics;
    assert.deepEqual(
      [ttft.n, ttft.mean, ttft.min, ttft.p50, ttft.p90, ttft.p95, ttft.p99, ttft.max],
      [101, 0.5, 0, 0.5, 0.9, 0.95, 0.99, 1],
    );
    assert.deepEqual(ttft.unreliable, {
      p99: '101 values are too few: this percentile needs at least 500.',
      p999: '101 values are too few: this percentile needs at least 5000.',
    });
    const [low = 0, high = 0] = ttft.p50ci ?? [];
    assert.ok(0.3 < low && low < 0.5 && 0.5 < high && high < 0.7);
    assert.equal(computeMetrics(samples).metrics.itl.p50ci, undefined);
  });

  it('a percentile is reliable with at least five values beyond it', () => {
    const fewest = (key: Parameters<typeof percentileSupport>[1]) => {
      let n = 1;
      while (percentileSupport(n, key) !== null) n++;
      return n;
    };
    assert.deepEqual(
      [fewest('p50'), fewest('p90'), fewest('p95'), fewest('p99'), fewest('p999')],
      [10, 50, 100, 500, 5000],
    );
    assert.equal(percentileSupport(1, 'p50'), '1 value is too few: this percentile needs at least 10.');
  });

  it('every definition is one sentence and fills one row of the table', () => {
    for (const { label, definition } of Object.values(metricDefinitions)) {
      assert.match(definition, /^[A-Z][^|\n]*\.$/, label);
    }
    assert.equal(metricsTable().split('\n').length, Object.keys(metricDefinitions).length + 2);
  });
});
