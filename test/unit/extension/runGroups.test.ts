import assert from 'node:assert/strict';
import { groupRuns, type RunGroup } from '../../../src/extension/runsView/runGroups.ts';
import type { ExperimentEntry } from '../../../src/protocol/experiments.ts';
import type { RunListEntry } from '../../../src/protocol/run.ts';

const run = (endpointName: string, name: string, startTime: number | null): RunListEntry => ({
  folder: `/r/${name}`,
  name,
  state: 'saved',
  endpointName,
  model: 'm',
  provider: 'p',
  startTime,
  totalRequests: 1,
  failedRequests: 0,
  ttftP50: 0.1,
  ttltP50: 1,
});

const experiment = (name: string, startTime: number | null, runs: string[]): ExperimentEntry => ({
  folder: `/r/${name}`,
  name,
  kind: 'ab',
  state: 'saved',
  recipe: null,
  startTime,
  runs: runs.map(inside => `/r/${inside}`),
});

const shape = (groups: RunGroup[]) =>
  groups.map(({ endpoint, items }) => [
    endpoint?.name ?? null,
    items.map(item => ('entry' in item ? [item.entry.name, item.runs.map(({ name }) => name)] : item.name)),
  ]);

describe('the groups of the Runs tree', () => {
  it('are endpoints, the latest first, each with its newest run first', () => {
    const runs = [
      run('a', 'a1', 1),
      run('b', 'b5', 5),
      run('a', 'a9', 9),
      run('b', 'unknown', null),
      run('a', 'a4', 4),
    ];
    assert.deepEqual(shape(groupRuns(runs, [])), [
      ['a', ['a9', 'a4', 'a1']],
      ['b', ['b5', 'unknown']],
    ]);
  });

  it('separate endpoints that differ only in model or provider', () => {
    const other = { ...run('a', 'x', 2), provider: 'q' };
    assert.equal(groupRuns([run('a', 'y', 1), other], []).length, 2);
  });

  it('list the experiments of an endpoint among its runs, with their own runs inside, in order', () => {
    const runs = [run('a', 'a1', 1), run('a', 'level2', 3), run('a', 'level1', 2), run('a', 'a9', 9)];
    const test = experiment('test', 2, ['level1', 'level2', 'gone']);
    assert.deepEqual(shape(groupRuns(runs, [test])), [['a', ['a9', ['test', ['level1', 'level2']], 'a1']]]);
  });

  it('put experiments with several endpoints in a group of their own', () => {
    const runs = [run('a', 'side-a', 5), run('b', 'side-b', 5), run('a', 'a1', 1)];
    const groups = groupRuns(runs, [experiment('pair', 5, ['side-a', 'side-b']), experiment('empty', 3, [])]);
    assert.deepEqual(shape(groups), [
      [
        null,
        [
          ['pair', ['side-a', 'side-b']],
          ['empty', []],
        ],
      ],
      ['a', ['a1']],
    ]);
  });
});
