import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeExperiment } from '../../../src/folder/experimentFile.ts';
import { openExperiment } from '../../../src/results/openExperiment.ts';
import { readHeatmap } from '../../../src/results/readHeatmap.ts';
import { withFolder } from '../folder/support/withFolder.ts';
import { timesAround, writeRun } from './support/writtenRun.ts';

async function writeHeatmap(folder: string, name: string, minute: number): Promise<string> {
  const path = await writeRun(folder, name, { minute, ttft: timesAround(0.2, 60) });
  await writeExperiment(path, {
    ...{ schema: 1, tool: 'test', kind: 'heatmap', name, state: 'saved', message: null },
    ...{ recipe: null, decidingMetric: null, startTime: 0, runs: [] },
    parameters: { askedInputTokens: [3, 3], askedOutputTokens: [8, 80] },
  });
  return path;
}

describe('runs as heatmaps', () => {
  it('can show any run, also one that Python wrote, with cells by actual lengths', () =>
    withFolder(async folder => {
      const run = await writeRun(folder, 'a', { minute: 0, ttft: [0.1, 0.3, null] });
      const { bins, inputBins, outputBins, cells, achieved, warnings } = await readHeatmap({ folder: run });
      assert.deepEqual(
        [bins, inputBins, outputBins, achieved],
        ['log', [{ from: 3, to: 4 }], [{ from: 8, to: 9 }], []],
      );
      assert.deepEqual(cells[0]?.[0]?.values.ttft, { n: 2, mean: 0.2, p50: 0.2, p90: 0.27999999999999997 });
      assert.deepEqual(warnings, ['1 request is in no cell because its token counts are not known.']);
    }));

  it('accept only a number of bins that can be shown', () =>
    withFolder(async folder => {
      const run = await writeRun(folder, 'a', { minute: 0, ttft: [0.1] });
      for (const inputBins of [0, 101, 2.5]) {
        await assert.rejects(readHeatmap({ folder: run, inputBins }), {
          name: 'UserError',
          message: new RegExp(`1 to 100 bins of input lengths and of output lengths, not ${inputBins}`),
        });
      }
    }));

  it('need responses or requested lengths', () =>
    withFolder(async folder => {
      await mkdir(join(folder, 'empty'));
      await assert.rejects(readHeatmap({ folder: join(folder, 'empty') }), { name: 'UserError' });
    }));

  it('open as heatmaps together, and as runs next to a run', () =>
    withFolder(async folder => {
      const first = await writeHeatmap(folder, 'first', 0);
      const second = await writeHeatmap(folder, 'second', 5);
      const other = await writeRun(folder, 'other', { minute: 9, ttft: timesAround(0.1, 60) });
      const both = await openExperiment({ folders: [first, second] });
      assert.ok(both.kind === 'heatmaps');
      assert.deepEqual(
        both.heatmaps.map(({ name, achieved }) => [name, achieved.length]),
        [
          ['first', 2],
          ['second', 2],
        ],
      );
      const [comparison] = both.comparisons;
      assert.deepEqual([comparison?.baseline, comparison?.candidate], ['first', 'second']);
      assert.deepEqual(comparison?.parts, [], 'without traces nobody knows what each request was asked for');
      const alone = await openExperiment({ folders: [first] });
      assert.ok(alone.kind === 'heatmaps' && alone.comparisons.length === 0);
      assert.equal((await openExperiment({ folders: [first, other] })).kind, 'runs');
    }));
});
