import assert from 'node:assert/strict';
import { emptyResponse, type InvocationResponse } from '../../src/core/request/response.ts';
import { aggregate } from '../../src/core/stats/aggregate.ts';
import { llmeterPercentile } from '../../src/core/stats/percentiles.ts';
import { recomputeStats } from '../../src/core/stats/recomputedStats.ts';
import { RunningStats } from '../../src/core/stats/runningStats.ts';
import { emptySummary } from '../../src/core/stats/runSummary.ts';
import { SortedColumn } from '../../src/core/stats/sortedColumn.ts';
import type { Stats } from '../../src/core/stats/stats.ts';

function column(values: readonly number[]): SortedColumn {
  const made = new SortedColumn();
  for (const value of values) made.append(value);
  return made;
}

function aggregated(values: readonly number[]): Stats {
  const stats: Stats = {};
  aggregate('m', column(values), stats);
  return stats;
}

const of = (average: number, p50: number, p90: number, p99: number) => ({
  'm-average': average,
  'm-p50': p50,
  'm-p90': p90,
  'm-p99': p99,
});
const row8 = [0.31, 0.12, 0.44, 0.27, 0.98, 0.35, 0.29, 0.51, 0.33, 0.4];

const start = Date.UTC(2026, 0, 1, 12);
const response = (seconds: number, fields: Partial<InvocationResponse>): InvocationResponse => ({
  ...emptyResponse(),
  request_time: start + seconds * 1000,
  ...fields,
});
const four = [
  response(0, {
    time_to_first_token: 0.25,
    time_to_last_token: 1.25,
    num_tokens_input: 100,
    num_tokens_output: 51,
    time_per_output_token: 0.02,
    num_tokens_input_cached: 80,
    num_tokens_output_reasoning: 5,
  }),
  response(2, {
    time_to_first_token: 0.5,
    time_to_last_token: 2,
    num_tokens_input: 120,
    num_tokens_output: 31,
    time_per_output_token: 0.05,
  }),
  response(4, { error: 'boom' }),
  response(6.5, {
    time_to_last_token: 1.5,
    num_tokens_input: 90,
    num_tokens_output: 20,
    num_tokens_input_cached: 0,
  }),
];

function live(responses: readonly InvocationResponse[], endTime: number): Stats {
  const running = new RunningStats();
  for (const item of responses) running.append(item);
  return running.stats(endTime);
}

/** Statistics without the 14 keys of the summary. */
function ownKeys(stats: Stats): Stats {
  const summary = Object.keys(emptySummary());
  return Object.fromEntries(Object.entries(stats).filter(([key]) => !summary.includes(key)));
}

describe('worked examples', () => {
  it('aggregation reproduces every example bit for bit', () => {
    assert.deepEqual(
      [
        [],
        [7.5],
        [0, 1],
        [0.3, 0.5],
        [0.1, 0.2, 0.3],
        [1, 2, 3, 4, 5],
        [1, 2, Number.NaN, 4, 5],
        row8,
        Array.from({ length: 100 }, (_, i) => i + 1),
      ].map(aggregated),
      [
        {},
        of(7.5, 7.5, 7.5, 7.5),
        of(0.5, 0.5, 1.7, 1.97),
        of(0.4, 0.4, 0.64, 0.6940000000000001),
        of(0.2, 0.2, 0.36, 0.39599999999999996),
        of(3, 3, 5.4, 5.94),
        of(3, 3, 5.5, 5.95),
        of(0.4, 0.33999999999999997, 0.933, 1.3982999999999999),
        of(50.5, 50.5, 90.9, 99.99),
      ],
    );
  });

  it('other percentiles of the examples hold as well', () => {
    const at = (values: readonly number[], ...ps: number[]) =>
      ps.map(p => llmeterPercentile(column(values).sorted(), p));
    assert.deepEqual(at(row8, 5, 10, 25, 75, 95), [0.052499999999999984, 0.135, 0.285, 0.4575, 1.1915]);
    assert.deepEqual(at([1, 2, 3, 4, 5], 10, 20, 25, 75, 95), [0.6, 1.2, 1.5, 4.5, 5.7]);
    assert.deepEqual(at([0, 1], 83), [1.49]);
  });

  it('the live path gives LLMeter’s live statistics', () => {
    assert.deepEqual(Object.entries(live(four, start + 8000)), [
      ['failed_requests', 1],
      ['failed_requests_rate', 0.25],
      ['total_input_tokens', 310],
      ['total_output_tokens', 102],
      ['time_to_last_token-average', 1.5833333333333333],
      ['time_to_last_token-p50', 1.5],
      ['time_to_last_token-p90', 2.3],
      ['time_to_last_token-p99', 2.48],
      ['time_to_first_token-average', 0.375],
      ['time_to_first_token-p50', 0.375],
      ['time_to_first_token-p90', 0.675],
      ['time_to_first_token-p99', 0.7425],
      ['time_per_output_token-average', 0.035],
      ['time_per_output_token-p50', 0.035],
      ['time_per_output_token-p90', 0.07100000000000001],
      ['time_per_output_token-p99', 0.07910000000000002],
      ['num_tokens_output-average', 34],
      ['num_tokens_output-p50', 31],
      ['num_tokens_output-p90', 63],
      ['num_tokens_output-p99', 70.2],
      ['num_tokens_input-average', 103.33333333333333],
      ['num_tokens_input-p50', 100],
      ['num_tokens_input-p90', 132],
      ['num_tokens_input-p99', 139.2],
      ['requests_per_minute', 36.92307692307692],
      ['average_input_tokens_per_minute', 2861.5384615384614],
      ['average_output_tokens_per_minute', 765],
      ['output_tps', 12.75],
    ]);
  });

  it('the recomputed path gives LLMeter’s recomputed statistics', () => {
    const summary = { ...emptySummary(), clients: 2, n_requests: 2, total_requests: 4, total_test_time: 8 };
    assert.deepEqual(Object.entries(ownKeys(recomputeStats(summary, four))), [
      ['failed_requests', 1],
      ['failed_requests_rate', 0.25],
      ['requests_per_minute', 30],
      ['total_input_tokens', 310],
      ['total_output_tokens', 102],
      ['total_cached_input_tokens', 80],
      ['total_reasoning_output_tokens', 5],
      ['average_input_tokens_per_minute', 2325],
      ['average_output_tokens_per_minute', 765],
      ['time_to_last_token-average', 1.5833333333333333],
      ['time_to_last_token-p50', 1.5],
      ['time_to_last_token-p90', 2.3],
      ['time_to_last_token-p99', 2.48],
      ['time_to_first_token-average', 0.375],
      ['time_to_first_token-p50', 0.375],
      ['time_to_first_token-p90', 0.675],
      ['time_to_first_token-p99', 0.7425],
      ['num_tokens_output-average', 34],
      ['num_tokens_output-p50', 31],
      ['num_tokens_output-p90', 63],
      ['num_tokens_output-p99', 70.2],
      ['num_tokens_input-average', 103.33333333333333],
      ['num_tokens_input-p50', 100],
      ['num_tokens_input-p90', 132],
      ['num_tokens_input-p99', 139.2],
      ['num_tokens_input_cached-average', 40],
      ['num_tokens_input_cached-p50', 40],
      ['num_tokens_input_cached-p90', 136],
      ['num_tokens_input_cached-p99', 157.6],
    ]);
  });

  it('one response has no send window but a run window', () => {
    const stats = live(four.slice(0, 1), start + 2000);
    assert.deepEqual(
      [
        'requests_per_minute',
        'average_input_tokens_per_minute',
        'average_output_tokens_per_minute',
        'output_tps',
      ].map(key => stats[key]),
      [undefined, undefined, 1530, 25.5],
    );
    assert.equal(stats['failed_requests_rate'], 0);
  });

  it('without responses, all counts and rates are 0', () => {
    assert.deepEqual(live([], start), {
      failed_requests: 0,
      failed_requests_rate: 0,
      total_input_tokens: 0,
      total_output_tokens: 0,
    });
    const summary = { ...emptySummary(), total_requests: 0, total_test_time: 0 };
    assert.deepEqual(ownKeys(recomputeStats(summary, [])), {
      failed_requests: 0,
      failed_requests_rate: 0,
      requests_per_minute: 0,
      total_input_tokens: 0,
      total_output_tokens: 0,
      total_cached_input_tokens: 0,
      total_reasoning_output_tokens: 0,
      average_input_tokens_per_minute: 0,
      average_output_tokens_per_minute: 0,
    });
  });

  it('a failed response counts with its tokens', () => {
    const stats = live(
      [
        response(0, { num_tokens_output: 25, num_tokens_input: 100 }),
        response(5, { num_tokens_output: 30, num_tokens_input: 120 }),
        response(10, { num_tokens_output: 28, num_tokens_input: 110, error: 'late' }),
      ],
      start + 10_000,
    );
    assert.deepEqual(
      ['requests_per_minute', 'failed_requests_rate', 'total_input_tokens', 'total_output_tokens'].map(
        key => stats[key],
      ),
      [18, 1 / 3, 330, 83],
    );
  });

  it('nulls stay nulls in the recomputed path', () => {
    const keys = ['failed_requests_rate', 'requests_per_minute', 'average_output_tokens_per_minute'];
    const three = recomputeStats({ ...emptySummary(), total_requests: 3 }, []);
    assert.deepEqual(
      keys.map(key => three[key]),
      [0, null, null],
    );
    const unknown = recomputeStats(emptySummary(), []);
    assert.deepEqual(
      keys.map(key => unknown[key]),
      [null, null, null],
    );
  });

  it('failed responses with metrics enter aggregates, without metrics they do not', () => {
    const failed = response(1, { error: 'cut off', time_to_first_token: 3, num_tokens_output: 7 });
    const bare = response(2, { error: '' });
    const stats = live([failed, bare], start + 3000);
    const summary = { ...emptySummary(), total_requests: 2, total_test_time: 3 };
    const recomputed = recomputeStats(summary, [failed, bare]);
    for (const key of ['failed_requests', 'time_to_first_token-average', 'num_tokens_output-p99']) {
      assert.equal(stats[key], recomputed[key]);
    }
    assert.deepEqual(
      ['failed_requests', 'time_to_first_token-average', 'total_output_tokens', 'time_to_last_token-p50'].map(
        key => recomputed[key],
      ),
      [2, 3, 7, undefined],
    );
  });

  it('live rpm uses the send window, recomputed rpm the test time, its own request count if need be', () => {
    const summary = { ...emptySummary(), total_test_time: 8 };
    assert.equal(live(four, start + 8000)['requests_per_minute'], (4 * 60) / 6.5);
    assert.equal(recomputeStats(summary, four)['requests_per_minute'], 30);
  });

  it('cached and reasoning totals are in the recomputed path, 0 when nothing is reported', () => {
    const summary = { ...emptySummary(), total_requests: 1, total_test_time: 1 };
    const totals = (stats: Stats) => [
      stats['total_cached_input_tokens'],
      stats['total_reasoning_output_tokens'],
    ];
    assert.deepEqual(totals(recomputeStats(summary, four)), [80, 5]);
    assert.deepEqual(totals(recomputeStats(summary, [response(0, {})])), [0, 0]);
    assert.deepEqual(totals(live(four, start + 8000)), [undefined, undefined]);
  });
});
