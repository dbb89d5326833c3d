import assert from 'node:assert/strict';
import { levelName, requestsPerClient } from '../../src/core/loadTest/levels.ts';

/** Spec 7.1: requests per client by clients, for (per client, per run). */
const examples: [perClient: number, perRun: number, expected: Record<number, number>][] = [
  [1, 10, { 1: 10, 3: 4, 6: 2, 10: 1, 50: 1 }],
  [5, 20, { 1: 20, 2: 10, 3: 7, 4: 5, 20: 5 }],
  [10, 50, { 3: 17, 4: 13, 5: 10 }],
];

describe('conformance: load tests', () => {
  it('the n_requests rule reproduces LLMeter’s examples', () => {
    for (const [perClient, perRun, expected] of examples) {
      const found = Object.keys(expected).map(clients => [
        clients,
        requestsPerClient(Number(clients), perClient, perRun),
      ]);
      assert.deepEqual(Object.fromEntries(found), expected);
    }
    assert.equal(requestsPerClient(3), 4);
  });

  it('level names are zero-padded to five digits', () => {
    assert.deepEqual([1, 500, 100_000].map(levelName), ['00001-clients', '00500-clients', '100000-clients']);
  });
});
