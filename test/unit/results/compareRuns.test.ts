import assert from 'node:assert/strict';
import { join } from 'node:path';
import { compareRuns } from '../../../src/results/compareRuns.ts';
import { projectRoot } from '../../harness/projectRoot.ts';
import { withFolder } from '../folder/support/withFolder.ts';
import { timesAround, writeRun } from './support/writtenRun.ts';

describe('comparing saved runs', () => {
  it('compares each run with the first, by all metrics that both have', () =>
    withFolder(async folder => {
      const slow = await writeRun(folder, 'slow', { minute: 2, ttft: timesAround(0.2, 60) });
      const fast = await writeRun(folder, 'fast', { minute: 4, ttft: timesAround(0.1, 60) });
      const same = await writeRun(folder, 'same', { minute: 6, ttft: timesAround(0.2, 60).reverse() });
      const { runs, pairs, warnings } = (await compareRuns([slow, fast, same])).comparison;
      assert.deepEqual(runs, [
        { name: 'slow', folder: slow },
        { name: 'fast', folder: fast },
        { name: 'same', folder: same },
      ]);
      assert.deepEqual(warnings, []);
      assert.deepEqual(
        pairs.map(({ baseline, candidate, decidingMetric, comparable, metrics }) => [
          baseline,
          candidate,
          decidingMetric,
          comparable,
          metrics.find(({ key }) => key === decidingMetric)?.verdict,
        ]),
        [
          ['slow', 'fast', 'ttft', true, 'better'],
          ['slow', 'same', 'ttft', true, 'no detectable difference'],
        ],
      );
      const relative = pairs[0]?.metrics[0]?.statistics[0]?.difference?.relative;
      assert.ok(relative && relative.low <= -0.5 && relative.high >= -0.5 && relative.high < -0.4);
    }));

  it('uses the deciding metric, and no other if it is not available for both', () =>
    withFolder(async folder => {
      const a = await writeRun(folder, 'a', { minute: 8, ttft: timesAround(0.2, 20) });
      const b = await writeRun(folder, 'b', { minute: 10, ttft: timesAround(0.2, 20) });
      assert.equal(
        (await compareRuns([a, b], { decidingMetric: 'ttlt' })).comparison.pairs[0]?.decidingMetric,
        'ttlt',
      );
      const [pair] = (await compareRuns([a, b], { decidingMetric: 'goodput' })).comparison.pairs;
      assert.deepEqual([pair?.asked, pair?.decidingMetric, pair?.comparable], ['goodput', null, false]);
    }));

  it('distinguishes runs of the same name by their parent folder', () =>
    withFolder(async folder => {
      const a = await writeRun(join(folder, 'before'), 'run', { minute: 12, ttft: timesAround(0.2, 20) });
      const b = await writeRun(join(folder, 'after'), 'run', { minute: 14, ttft: timesAround(0.2, 20) });
      const { runs } = (await compareRuns([a, b])).comparison;
      assert.deepEqual(
        runs.map(({ name }) => name),
        ['before/run', 'after/run'],
      );
    }));

  it('says why folders of Python LLMeter cannot be compared', async () => {
    const level = (clients: number) =>
      join(projectRoot, 'test/fixtures/llmeter/load-test/sweep', `0000${clients}-clients`);
    const { pairs } = (await compareRuns([level(1), level(2)])).comparison;
    assert.deepEqual(
      pairs[0]?.reasons.filter(({ severity }) => severity === 'forbids').map(({ id }) => id),
      ['load', 'caching'],
    );
  });

  it('refuses a single run and a folder without one', () =>
    withFolder(async folder => {
      const a = await writeRun(folder, 'a', { minute: 16, ttft: timesAround(0.2, 20) });
      await assert.rejects(compareRuns([a]), { name: 'UserError', message: /at least two/ });
      await assert.rejects(compareRuns([a, join(folder, 'none')]), {
        name: 'UserError',
        message: /does not exist/,
      });
    }));
});
