import assert from 'node:assert/strict';
import { latencyText, runSummary, snapshotProgress } from '../../../src/extension/measurements/runTexts.ts';
import type { RunListEntry, RunSnapshot } from '../../../src/protocol/run.ts';

const progress = {
  sent: 20,
  done: 12,
  failed: 1,
  cancelled: 0,
  inFlight: 8,
  backlog: 0,
  total: 50,
  warmupDone: 1,
  warmupTotal: 5,
  elapsed: 21.4,
  duration: null,
};
const snapshot = (state: string, changes: object = {}) =>
  ({ state, progress: { ...progress, ...changes } }) as RunSnapshot;
const distribution = (p50: number | null) => ({ metrics: { ttft: { p50 } } }) as unknown as RunSnapshot;

describe('the short texts of a run', () => {
  it('say how far the run is', () => {
    assert.deepEqual(
      [
        snapshot('preparing'),
        snapshot('warming'),
        snapshot('running'),
        snapshot('running', { total: null, duration: 30 }),
        snapshot('stopping', { total: null, duration: 20 }),
      ].map(snapshotProgress),
      ['preparing', 'warm-up 1 of 5', '12 of 50', '12 requests, 8.6 s left', '12 requests, finishing'],
    );
  });

  it('say how fast the run is once that is known', () => {
    assert.equal(latencyText(distribution(0.182)), 'TTFT p50 182 ms');
    assert.equal(latencyText(distribution(null)), null);
    assert.equal(latencyText({ metrics: {} }), null);
  });

  it('sum up a saved run', () => {
    const run: RunListEntry = {
      folder: '',
      name: '',
      state: 'saved',
      endpointName: '',
      model: '',
      provider: '',
      startTime: 0,
      totalRequests: 1200,
      failedRequests: 3,
      ttftP50: 0.182,
      ttltP50: 2,
    };
    assert.equal(runSummary(run), 'TTFT 182 ms · 1,200 requests · 3 failed');
    assert.equal(runSummary({ ...run, ttftP50: null, failedRequests: 0 }), 'TTLT 2.00 s · 1,200 requests');
    assert.equal(
      runSummary({ ...run, ttftP50: null, ttltP50: null, totalRequests: null, failedRequests: null }),
      '',
    );
  });
});
