import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExperimentFile, writeExperiment } from '../../../src/folder/experimentFile.ts';
import { exportFiles } from '../../../src/results/export/exportFiles.ts';
import { openExperiment } from '../../../src/results/openExperiment.ts';
import { SavedRuns } from '../../../src/results/savedRuns.ts';
import { projectRoot } from '../../harness/projectRoot.ts';
import { withFolder } from '../folder/support/withFolder.ts';
import { timesAround, writeRun } from './support/writtenRun.ts';

const fixture = (name: string) => join(projectRoot, 'test/fixtures/llmeter', name);

function experiment(changes: Partial<ExperimentFile>): ExperimentFile {
  return {
    schema: 1,
    tool: 'test',
    kind: 'ab',
    name: 'test',
    state: 'saved',
    message: null,
    recipe: null,
    decidingMetric: null,
    startTime: 0,
    runs: [],
    parameters: {},
    ...changes,
  };
}

async function writeAb(folder: string, changes: Partial<ExperimentFile> = {}): Promise<void> {
  await writeRun(folder, 'old', { minute: 2, ttft: timesAround(0.2, 60) });
  await writeRun(folder, 'new', { minute: 4, ttft: timesAround(0.1, 60) });
  await writeExperiment(folder, experiment({ runs: ['old', 'new'], ...changes }));
}

describe('opening folders', () => {
  it('opens runs side by side, with the columns that charts need', () =>
    withFolder(async folder => {
      const a = await writeRun(folder, 'a', { minute: 2, ttft: timesAround(0.2, 60) });
      const b = await writeRun(folder, 'b', { minute: 4, ttft: timesAround(0.1, 60) });
      const content = await openExperiment({ folders: [a, b] });
      assert.equal(content.kind, 'runs');
      assert.deepEqual(
        content.comparison.runs.map(({ name }) => name),
        ['a', 'b'],
      );
      assert.deepEqual(
        content.columns.map(({ ttft }) => ttft.length),
        [60, 60],
      );
      assert.deepEqual([content.recipe, content.findings], [null, []]);
    }));

  it('opens an A/B test with its sides in order, judged by its own deciding metric', () =>
    withFolder(async folder => {
      await writeAb(folder, { decidingMetric: 'ttlt' });
      const content = await openExperiment({ folders: [folder] });
      assert.equal(content.kind, 'runs');
      assert.deepEqual(
        content.comparison.runs.map(run => run.folder),
        [join(folder, 'old'), join(folder, 'new')],
      );
      assert.equal(content.comparison.pairs[0]?.decidingMetric, 'ttlt');
      const other = await openExperiment({ folders: [folder], decidingMetric: 'ttft' });
      assert.equal(other.kind === 'runs' && other.comparison.pairs[0]?.decidingMetric, 'ttft');
    }));

  it('judges an A/B test by the margin that it was started with, unless another one is given', () =>
    withFolder(async folder => {
      await writeAb(folder, { margin: 0.05 });
      const marginOf = async (margin?: number) => {
        const content = await openExperiment({ folders: [folder], ...(margin !== undefined && { margin }) });
        const [pair] = content.kind === 'runs' ? content.comparison.pairs : [];
        return [pair?.margin?.margin, pair?.judgement];
      };
      assert.deepEqual(await marginOf(), [0.05, 'not worse']);
      assert.deepEqual(await marginOf(0.2), [0.2, 'not worse']);
    }));

  it('reports that the deciding metric of an A/B test is not available, and uses no other', () =>
    withFolder(async folder => {
      await writeAb(folder, { decidingMetric: 'goodput' });
      const content = await openExperiment({ folders: [folder] });
      assert.equal(content.kind, 'runs');
      const [pair] = content.comparison.pairs;
      assert.deepEqual([pair?.asked, pair?.decidingMetric], ['goodput', null]);
      assert.equal(
        pair?.conclusion,
        'Cannot be judged: the deciding metric, Goodput, is not available for both.',
      );
      await assert.rejects(openExperiment({ folders: [folder], decidingMetric: 'goodput' }), {
        name: 'UserError',
        message:
          /^"Goodput" \(goodput\) cannot be compared: it is not available for both old and new\. Both have ttft, ttlt/,
      });
    }));

  it('opens an A/B test next to another run', () =>
    withFolder(async folder => {
      await writeAb(join(folder, 'ab'));
      const third = await writeRun(folder, 'third', { minute: 8, ttft: timesAround(0.3, 60) });
      const content = await openExperiment({ folders: [join(folder, 'ab'), third] });
      assert.deepEqual(content.kind === 'runs' && content.comparison.runs.map(({ name }) => name), [
        'old',
        'new',
        'third',
      ]);
    }));

  it('opens load tests, also those of Python, with every request for the box plots', async () => {
    const content = await openExperiment({
      folders: [fixture('load-test/sweep'), fixture('load-test/sweep')],
    });
    assert.equal(content.kind, 'load-tests');
    const folder = fixture('load-test/sweep');
    assert.deepEqual(
      content.tests.map(({ name, levels }) => [name, levels.length]),
      [
        [folder, 3],
        [folder, 3],
      ],
    );
    assert.deepEqual(
      content.series[1]?.levels.map(({ clients, ttlt, stats }) => [
        clients,
        ttlt.length,
        stats['total_requests'],
      ]),
      [
        [1, 8, 8],
        [2, 8, 8],
        [4, 12, 12],
      ],
    );
  });

  it('says what to select instead of a single run, different kinds, or nothing', () =>
    withFolder(async folder => {
      const run = await writeRun(folder, 'run', { minute: 2, ttft: timesAround(0.2, 20) });
      await assert.rejects(openExperiment({ folders: [run] }), {
        name: 'UserError',
        message: /run is a single run: select another run/,
      });
      await assert.rejects(openExperiment({ folders: [run, fixture('load-test/sweep')] }), {
        name: 'UserError',
        message:
          /run is a run; .*sweep is a load test\. Runs and load tests cannot be compared with each other\.$/,
      });
      await assert.rejects(openExperiment({ folders: [] }), { name: 'UserError' });
      await assert.rejects(openExperiment({ folders: [join(folder, 'nowhere')] }), {
        name: 'UserError',
        message: /The folder .*nowhere does not exist\./,
      });
      await assert.rejects(openExperiment({ folders: [fixture('load-test-flat/sweep')] }), {
        name: 'UserError',
        message: /single run/,
      });
    }));

  it('refuses a folder of runs whose experiment file does not say what it is, and repeats why', () =>
    withFolder(async folder => {
      const test = join(folder, 'test');
      for (const side of ['old', 'new'])
        await writeRun(test, side, { minute: 2, ttft: timesAround(0.2, 20) });
      await writeFile(join(test, 'experiment.json'), '{"schema":1,"state":"saved","kind":"race"}');
      await assert.rejects(openExperiment({ folders: [test] }), {
        name: 'UserError',
        message: /test does not say what it contains\. experiment\.json: "kind" must be one of .*not "race"/,
      });
    }));

  it('exports the requests of a damaged run with a warning for what was left out', () =>
    withFolder(async folder => {
      const run = await writeRun(folder, 'run', { minute: 2, ttft: timesAround(0.2, 20) });
      const responses = join(run, 'responses.jsonl');
      await writeFile(
        responses,
        (await readFile(responses, 'utf8')).replace(/("time_to_first_token": ?)[\d.]+/, '$1"abc"'),
      );
      const { files, warnings } = await exportFiles(
        { folders: [run], format: 'csv', path: join(folder, 'out.csv') },
        new SavedRuns(),
      );
      assert.deepEqual(files, [join(folder, 'out.csv')]);
      assert.match(
        warnings.join(),
        /responses\.jsonl line 1: "time_to_first_token" must be a number or null, not "abc"/,
      );
    }));
});
