import assert from 'node:assert/strict';
import { emptyResponse } from '../../../src/core/request/response.ts';
import { contributedStats } from '../../../src/core/stats/contributedStats.ts';
import { recomputeStats } from '../../../src/core/stats/recomputedStats.ts';
import { RunningStats } from '../../../src/core/stats/runningStats.ts';
import { emptySummary } from '../../../src/core/stats/runSummary.ts';

describe('contributed statistics', () => {
  it('are all numbers that are not LLMeter’s own and no costs', () => {
    const response = {
      ...emptyResponse(),
      ...{ time_to_first_token: 1, time_to_last_token: 2, time_per_output_token: 0.1, request_time: 5 },
      ...{ num_tokens_input: 1, num_tokens_output: 11, num_tokens_input_cached: 1 },
    };
    const running = new RunningStats();
    running.append(response);
    running.append({ ...response, request_time: 2000 });
    const own = {
      ...running.stats(9000, emptySummary()),
      ...recomputeStats({ ...emptySummary(), total_requests: 1, total_test_time: 2 }, [response]),
    };
    assert.deepEqual(contributedStats(own), []);
    const stats = { ...own, cost_total: 1, cb_stat: 7, cb_ratio: 0.1 + 0.2, cb_many: 12345, label: 'x' };
    assert.deepEqual(
      contributedStats(stats).map(({ name, text }) => [name, text]),
      [
        ['cb_stat', '7'],
        ['cb_ratio', '0.3'],
        ['cb_many', '12,345'],
      ],
    );
  });
});
