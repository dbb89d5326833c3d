import assert from 'node:assert/strict';
import { metricBatches, mlflowMetrics, mlflowParams } from '../../../src/core/callbacks/mlflowRecord.ts';
import { emptySummary } from '../../../src/core/stats/runSummary.ts';

const at = { timestamp: 1_700_000_000_000, step: 0 };

describe('what is logged to MLflow', () => {
  it('the nine parameters, written like Python and cut to the server’s limit', () => {
    const summary = {
      ...emptySummary(),
      total_requests: 6,
      model_id: 'm',
      run_description: 'x'.repeat(7000),
    };
    assert.deepEqual(
      mlflowParams(summary).map(({ key, value }) => [key, value.length > 100 ? value.length : value]),
      [
        ['total_requests', '6'],
        ['clients', '1'],
        ['n_requests', 'None'],
        ['model_id', 'm'],
        ['output_path', 'None'],
        ['endpoint_name', 'None'],
        ['provider', 'None'],
        ['run_name', 'None'],
        ['run_description', 6000],
      ],
    );
  });

  it('every other number of the statistics, true as 1, nothing else', () => {
    const stats = {
      total_requests: 6,
      clients: 2,
      total_test_time: 8.5,
      start_time: '2026-01-01T12:00:00Z',
      failed_requests: 0,
      'time_to_first_token-p50': 0.25,
      requests_per_minute: null,
      interrupted: true,
      cost_total: 0.001,
    };
    assert.deepEqual(mlflowMetrics(stats, at), {
      metrics: [
        { key: 'total_test_time', value: 8.5, ...at },
        { key: 'failed_requests', value: 0, ...at },
        { key: 'time_to_first_token-p50', value: 0.25, ...at },
        { key: 'interrupted', value: 1, ...at },
        { key: 'cost_total', value: 0.001, ...at },
      ],
      refused: [],
    });
  });

  it('without the names that no server accepts, which are returned separately', () => {
    const good = ['a/b', 'a.b-c d_e', '.hidden', 'a..b'];
    const bad = ['', 'a:b', 'größe', '../a', 'a//b', 'a/./b', 'a/', '/a', '.', '..', 'x'.repeat(251)];
    const stats = Object.fromEntries([...good, ...bad].map(key => [key, 1]));
    const { metrics, refused } = mlflowMetrics(stats, at);
    assert.deepEqual([metrics.map(({ key }) => key), refused], [good, bad]);
  });

  it('in batches of at most 1000 metrics', () => {
    const metrics = Array.from({ length: 2500 }, (_, i) => ({ key: `m${i}`, value: i, ...at }));
    const batches = metricBatches(metrics);
    assert.deepEqual(
      batches.map(batch => batch.length),
      [1000, 1000, 500],
    );
    assert.deepEqual(batches.flat(), metrics);
    assert.deepEqual(metricBatches([]), []);
  });
});
