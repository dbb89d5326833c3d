import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { writeExperiment } from '../../../src/folder/experimentFile.ts';
import { RunRecorder } from '../../../src/folder/runRecorder.ts';
import { listRuns } from '../../../src/results/listRuns.ts';
import { recordRun, runStart, startTime, withFolder } from '../../conformance/scriptedRun.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/llmeter');

describe('list of runs', () => {
  it('finds every folder that Python wrote, including the levels of a load test', async () => {
    const { runs, warnings } = await listRuns([fixtures]);
    assert.deepEqual(runs.map(run => relative(fixtures, run.folder)).sort(), [
      'count-bound/with-costs',
      'count-bound/with-errors',
      'interrupted/no-summary',
      'load-test-flat/sweep',
      'load-test/sweep/00001-clients',
      'load-test/sweep/00002-clients',
      'load-test/sweep/00004-clients',
      'time-bound/low-memory',
    ]);
    assert.deepEqual(warnings, []);
    const { folder: _, ...entry } =
      runs.find(run => run.name === 'with-errors' && run.state === 'saved') ?? {};
    assert.deepEqual(entry, {
      name: 'with-errors',
      state: 'saved',
      endpointName: 'fixture-endpoint',
      model: 'fixture-model',
      provider: 'fixture',
      startTime: Date.UTC(2026, 10, 22, 12, 23, 54),
      totalRequests: 22,
      failedRequests: 6,
      ttftP50: 0.1925,
      ttltP50: 0.9,
    });
    const interrupted = runs.find(run => run.folder.endsWith('no-summary'));
    assert.deepEqual([interrupted?.state, interrupted?.totalRequests], ['partial', null]);
  });

  it('distinguishes saved, stopped, failed and killed runs, newest first', () =>
    withFolder(async output => {
      await recordRun(output, { start: { name: 'saved' } });
      await recordRun(output, { start: { name: 'stopped' }, interrupted: true });
      const failed = await RunRecorder.create(runStart(output, { name: 'failed' }));
      await failed.abandon('no');
      const killed = await RunRecorder.create(runStart(output, { name: 'killed' }));
      const { runs } = await listRuns([output, output, join(output, 'nowhere')]);
      assert.deepEqual(Object.fromEntries(runs.map(run => [run.name, run.state])), {
        saved: 'saved',
        stopped: 'partial',
        failed: 'failed',
        killed: 'partial',
      });
      assert.deepEqual(
        runs.slice(2).map(run => run.startTime),
        [startTime, startTime],
      );
      await killed.abandon('');
    }));

  it('assigns runs to experiments: ours by their file, Python’s load tests by their folders', () =>
    withFolder(async output => {
      await recordRun(join(output, 'ab'), { start: { name: 'old' } });
      const experiment = {
        schema: 1,
        tool: 'test',
        kind: 'ab',
        name: 'ab',
        state: 'running',
        message: null,
        recipe: null,
        decidingMetric: null,
        startTime: 7,
        runs: ['old', 'never begun'],
        parameters: {},
      } as const;
      await writeExperiment(join(output, 'ab'), experiment);
      const run = await recordRun(output, { start: { name: 'lengths' } });
      await writeExperiment(run.folder, { ...experiment, kind: 'heatmap', name: 'lengths', state: 'saved' });
      await mkdir(join(output, 'odd'));
      await writeFile(join(output, 'odd', 'experiment.json'), '{}');
      const ours = await listRuns([output]);
      assert.deepEqual(
        ours.experiments.map(({ name, kind, state, startTime, runs }) => [
          name,
          kind,
          state,
          startTime,
          runs,
        ]),
        [
          ['ab', 'ab', 'partial', 7, [join(output, 'ab', 'old')]],
          ['lengths', 'heatmap', 'saved', 7, [run.folder]],
        ],
      );
      assert.deepEqual(ours.warnings, [
        `${join(output, 'odd')}: experiment.json: "schema" is missing; this file is left out.`,
      ]);
      const { experiments } = await listRuns([fixtures]);
      const sweep = join(fixtures, 'load-test', 'sweep');
      assert.deepEqual(experiments, [
        {
          folder: sweep,
          name: 'sweep',
          kind: 'load-test',
          state: 'saved',
          recipe: null,
          startTime: experiments[0]?.startTime,
          runs: [1, 2, 4].map(clients => join(sweep, `0000${clients}-clients`)),
        },
      ]);
    }));

  it('skips unreadable folders with a warning, and folders without a run silently', () =>
    withFolder(async output => {
      await recordRun(output);
      await mkdir(join(output, 'bad'));
      await writeFile(join(output, 'bad', 'summary.json'), '{');
      for (const folder of ['empty', '.git', 'node_modules/run']) {
        await mkdir(join(output, folder), { recursive: true });
      }
      await writeFile(join(output, 'node_modules/run/summary.json'), '{}');
      await mkdir(join(output, 'odd', 'summary.json'), { recursive: true });
      await mkdir(join(output, 'worse', 'stats.json'), { recursive: true });
      await writeFile(join(output, 'worse', 'summary.json'), '{}');
      const { runs, warnings } = await listRuns([output]);
      assert.deepEqual(runs.map(run => run.name).sort(), ['bad', 'r1']);
      assert.equal(warnings.length, 2);
      assert.match(warnings.join('\n'), /bad: summary\.json is not a JSON object/);
      assert.match(warnings.join('\n'), /worse: Cannot read .*stats\.json: it is a folder/);
    }));
});
