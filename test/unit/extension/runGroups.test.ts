import assert from 'node:assert/strict';
import { groupRuns } from '../../../src/extension/runs/runGroups.ts';
import type { RunListEntry } from '../../../src/protocol/run.ts';

const run = (endpointName: string, name: string, startTime: number | null): RunListEntry => ({
  ...{ folder: `/r/${name}`, name, state: 'saved', endpointName, model: 'm', provider: 'p', startTime },
  ...{ totalRequests: 1, failedRequests: 0, ttftP50: 0.1, ttltP50: 1 },
});

describe('the groups of the Runs tree', () => {
  it('are endpoints, the one that ran last first, each with its newest run first', () => {
    const groups = groupRuns([
      run('a', 'a1', 1),
      run('b', 'b5', 5),
      run('a', 'a9', 9),
      run('b', 'unknown', null),
      run('a', 'a4', 4),
    ]);
    assert.deepEqual(
      groups.map(group => [group.endpointName, group.runs.map(({ name }) => name)]),
      [
        ['a', ['a9', 'a4', 'a1']],
        ['b', ['b5', 'unknown']],
      ],
    );
  });

  it('keep endpoints apart that differ in model or provider only', () => {
    const other = { ...run('a', 'x', 2), provider: 'q' };
    assert.equal(groupRuns([run('a', 'y', 1), other]).length, 2);
  });
});
