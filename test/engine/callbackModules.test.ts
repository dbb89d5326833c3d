import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkAsPython } from '../conformance/pythonLoader.ts';
import { measure, startOf, withEngine } from './support/engine.ts';

const counting = 'let n = 0; export const beforeInvoke = () => { n += 1; };\n';

describe('modules as callbacks', () => {
  it('are not run unless whoever asks for the run allows it; nothing is sent or written', () =>
    withEngine(async (engine, folder) => {
      await writeFile(join(folder, 'mine.mjs'), 'throw new Error("it was run");');
      const start = startOf(folder, { prompt: 'hi', callbacks: [{ module: './mine.mjs' }] });
      await assert.rejects(measure(engine, 'run', start), {
        name: 'UserError',
        message:
          'The plan runs its own code ("module": "./mine.mjs" in "callbacks"): trust this workspace first, or remove the callback.',
      });
      assert.deepEqual(await readdir(folder), ['mine.mjs']);
      await assert.rejects(measure(engine, 'run', { ...start, allowModules: true }), /it was run/);
    }));

  it('are loaded anew for each run, so that what was edited in between holds', () =>
    withEngine(async (engine, folder) => {
      const file = join(folder, 'mine.mjs');
      const callbacks = [{ module: 'mine.mjs' }];
      const run = async (name: string) => {
        const start = startOf(folder, { name, prompt: 'hi', requests: 2, callbacks }, { allowModules: true });
        return (await measure(engine, 'run', start)).stats['seen'];
      };
      await writeFile(file, `${counting}export const afterRun = result => result.contribute({ seen: n });`);
      assert.deepEqual([await run('a'), await run('b')], [2, 2]);
      await writeFile(file, `${counting}export const afterRun = result => result.contribute({ seen: -n });`);
      assert.equal(await run('c'), -2);
    }));

  it('stand in run_config.json with other callbacks, in order, without a type; Python loads the folder', () =>
    withEngine(async (engine, folder) => {
      await writeFile(join(folder, 'mine.mjs'), counting);
      const callbacks = [
        { cacheBuster: { salt: 's', target: 'prompt' } },
        { module: 'mine.mjs', options: { most: 1 } },
        { mlflow: { trackingUri: 'http://ann:canary-password@127.0.0.1:1', step: 3 } },
      ];
      const start = startOf(folder, { prompt: 'hi', requests: 2, callbacks }, { allowModules: true });
      const { folder: runFolder } = await measure(engine, 'run', start);
      checkAsPython(runFolder);
      const saved = async (file: string) => JSON.parse(await readFile(join(runFolder, file), 'utf8'));
      assert.deepEqual((await saved('run_config.json')).callbacks, [
        { target: 'prompt', salt: 's' },
        { module: 'mine.mjs', options: { most: 1 } },
        { step: 3, nested: false },
      ]);
      assert.deepEqual((await saved('llmeter.json')).plan.callbacks, [
        { cacheBuster: { salt: 's', target: 'prompt' } },
        { module: 'mine.mjs', options: { most: 1 } },
        { mlflow: { trackingUri: 'http://127.0.0.1:1/', step: 3, nested: false, artifacts: false } },
      ]);
    }));

  it('run at every level of a load test, and for each side of an A/B run', () =>
    withEngine(async (engine, folder) => {
      const text = `${counting}export const afterRun = result => result.contribute({ seen: n });`;
      await writeFile(join(folder, 'mine.mjs'), text);
      const callbacks = [{ module: 'mine.mjs' }];
      const start = startOf(folder, { prompt: 'hi', requests: 2, callbacks }, { allowModules: true });
      const test = await measure(engine, 'load-test', { ...start, levels: [1, 2] });
      const folders = test.levels.map(level => level.folder);
      const sides = ['left', 'right'].map(name => ({ name, plan: start.plan, secrets: {} }));
      const { baseFolder, defaultOutput, network } = start;
      const ab = await measure(engine, 'ab', {
        ...{ baseFolder, defaultOutput, network, sides },
        allowModules: true,
        place: start.place ?? { folders: [], chosen: [] },
      });
      folders.push(...ab.sides.map(({ outcome }) => outcome.folder));
      const reports = await Promise.all(folders.map(folder => engine.request('loadReport', { folder })));
      assert.deepEqual(
        reports.map(({ stats }) => stats['seen']),
        [10, 10, 2, 2],
      );
    }));
});
