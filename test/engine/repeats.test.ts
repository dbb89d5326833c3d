import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkAsPython } from '../conformance/pythonLoader.ts';
import { measure, startOf, withEngine } from './support/engine.ts';

const plan = { prompt: 'hi', clients: 2, requests: 12 };

describe('repeated runs in the engine’s thread', () => {
  it('are one folder for each run, which Python LLMeter loads, with their numbers together', () =>
    withEngine(async (engine, folder) => {
      const start = startOf(folder, { ...plan, name: 'thrice', repeats: 3 });
      const outcome = await measure(engine, 'repeats', start);
      assert.deepEqual([outcome.state, outcome.message], ['saved', null]);
      assert.deepEqual((await readdir(outcome.folder)).sort(), [
        'experiment.json',
        'run-1',
        'run-2',
        'run-3',
      ]);
      for (const { folder: run } of outcome.runs) checkAsPython(run);
      const median = outcome.numbers.find(({ key }) => key === 'ttft.p50');
      assert.ok(median?.interval && median.values.length === 3);
      const [found] = await engine.request('verify', { folders: [outcome.folder] });
      assert.deepEqual(
        found?.parts.flatMap(({ differences }) => differences),
        [],
      );
      const opened = await engine.request('openExperiment', { folders: [outcome.folder] });
      assert.deepEqual(opened.kind === 'repeats' && opened.repeated.numbers, outcome.numbers);
    }));

  it('are compared run with run', () =>
    withEngine(async (engine, folder) => {
      const folders: string[] = [];
      for (const name of ['old', 'new']) {
        folders.push(
          (await measure(engine, 'repeats', startOf(folder, { ...plan, name, repeats: 3 }))).folder,
        );
      }
      const content = await engine.request('openExperiment', { folders });
      assert.equal(content.kind, 'runs');
      const [pair] = content.kind === 'runs' ? content.comparison.pairs : [];
      assert.deepEqual([pair?.baseline, pair?.candidate], ['old', 'new']);
      assert.match(pair?.metrics[0]?.statistics[0]?.difference?.method ?? '', /3 and 3 repeats/);
    }));

  it('end at the budget that they share', () =>
    withEngine(async (engine, folder) => {
      const cost = { prices: { input: 0, output: 1000 }, budget: 0.6 };
      const priced = { ...plan, clients: 1, requests: 5, maxTokens: 60, cost, repeats: 20 };
      const outcome = await measure(engine, 'repeats', startOf(folder, { ...priced, name: 'dear' }));
      assert.deepEqual([outcome.state, outcome.endedByBudget], ['partial', true]);
      assert.ok(outcome.runs.length >= 1 && outcome.runs.length < 20);
      assert.ok(outcome.warnings.some(warning => /of 20 runs were made/.test(warning)));
    }));

  it('are refused where only single runs can be made', () =>
    withEngine(async (engine, folder) => {
      const load = { ...startOf(folder, { ...plan, repeats: 3 }), levels: [1] };
      await assert.rejects(
        measure(engine, 'load-test', load),
        /A load test cannot be repeated: remove "repeats"/,
      );
      await assert.rejects(
        measure(engine, 'run', startOf(folder, { ...plan, repeats: 3 })),
        /cannot be repeated/,
      );
      assert.deepEqual(await readdir(join(folder, 'runs')).catch(() => []), []);
    }));
});
