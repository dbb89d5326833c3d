import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineEvents } from '../../src/protocol/engine.ts';
import { checkAsPython } from '../conformance/pythonLoader.ts';
import { measure, simulated, snapshotWhere, startOf, withEngine } from './support/engine.ts';

const startOfTest = (folder: string, levels: number[], plan: object, more: object = {}) => ({
  ...startOf(folder, { name: 'sweep', prompt: 'hi', ...plan }),
  levels,
  ...more,
});

describe('load tests in the engine’s thread', () => {
  it('find the knee of a server that answers eight requests at a time', () =>
    withEngine(async (engine, folder) => {
      const start = startOfTest(
        folder,
        [2, 8, 32],
        { endpoint: simulated('busy') },
        { minRequestsPerRun: 96 },
      );
      const { knee, levels } = await measure(engine, 'load-test', start);
      assert.equal(knee.clients, 8);
      const [, atKnee, beyond] = levels;
      assert.ok((beyond?.ttftP50 ?? 0) > 3 * (atKnee?.ttftP50 ?? Number.NaN), 'requests wait in line');
    }));

  it('a load test has one run folder for each level, named by its clients, and no other folder', () =>
    withEngine(async (engine, folder) => {
      const announced: EngineEvents['step'][] = [];
      engine.on('step', step => announced.push(step));
      const outcome = await measure(
        engine,
        'load-test',
        startOfTest(folder, [3, 1], {}, { minRequestsPerRun: 4 }),
      );
      const test = join(folder, 'runs', 'sweep');
      assert.deepEqual([outcome.state, outcome.message, outcome.folder], ['saved', null, test]);
      const entries = await readdir(test, { withFileTypes: true });
      assert.deepEqual(entries.map(entry => [entry.name, entry.isDirectory()]).sort(), [
        ['00001-clients', true],
        ['00003-clients', true],
        ['experiment.json', false],
      ]);
      for (const { name } of entries.filter(entry => entry.isDirectory())) {
        checkAsPython(join(test, name));
        const inside = await readdir(join(test, name), { withFileTypes: true });
        assert.ok(
          inside.every(entry => entry.isFile()),
          'a run folder holds files only',
        );
        const summary = JSON.parse(await readFile(join(test, name, 'summary.json'), 'utf8'));
        assert.equal(`0000${summary.clients}-clients`, name);
        assert.equal(summary.run_name, name);
        const config = JSON.parse(await readFile(join(test, name, 'run_config.json'), 'utf8'));
        assert.equal(config.low_memory, true);
      }
      assert.deepEqual(
        outcome.levels.map(({ clients, requests, failed }) => [clients, requests, failed]),
        [
          [1, 4, 0],
          [3, 6, 0],
        ],
      );
      assert.deepEqual(announced, [
        { id: 'load-test', step: 0 },
        { id: 'load-test', step: 1 },
      ]);
      const { state, message, endedByBudget, ...saved } = outcome;
      assert.deepEqual(await engine.request('readLoadTest', { folder: test }), saved);
      const { experiments } = await engine.request('listRuns', { roots: [folder] });
      assert.deepEqual(
        experiments.map(({ startTime, ...entry }) => [typeof startTime, entry]),
        [
          [
            'number',
            {
              folder: test,
              name: 'sweep',
              kind: 'load-test',
              state: 'saved',
              recipe: null,
              runs: [join(test, '00003-clients'), join(test, '00001-clients')],
            },
          ],
        ],
      );
    }));

  it('leaves nothing behind where not even the first level could begin', () =>
    withEngine(async (engine, folder) => {
      const start = startOfTest(folder, [1], { payload: 'nowhere.jsonl', prompt: undefined });
      await assert.rejects(measure(engine, 'load-test', start), { name: 'UserError', message: /nowhere/ });
      assert.deepEqual(await readdir(join(folder, 'runs')), []);
    }));

  it('a stop ends the level that goes on and begins no other; finished levels stay', () =>
    withEngine(async (engine, folder) => {
      // Long enough for the stop to arrive before the next level, on a busy machine too.
      const plan = { endpoint: simulated('fast'), duration: 3 };
      const second = snapshotWhere(engine, ({ clients, state }) => clients === 2 && state === 'running');
      const over = measure(engine, 'load-test', startOfTest(folder, [1, 2, 3], plan));
      await second;
      await engine.request('stop', { id: 'load-test', stage: 1 });
      const { state, levels } = await over;
      assert.equal(state, 'partial');
      assert.deepEqual(
        levels.map(({ clients, partial }) => [clients, partial]),
        [
          [1, null],
          [2, 'The run was stopped early.'],
        ],
      );
      assert.deepEqual((await readdir(join(folder, 'runs', 'sweep'))).sort(), [
        '00001-clients',
        '00002-clients',
        'experiment.json',
      ]);
      const { experiments } = await engine.request('listRuns', { roots: [folder] });
      assert.deepEqual(
        experiments.map(({ state, runs }) => [state, runs.length]),
        [['partial', 2]],
      );
    }));

  it('a level that cannot go on ends the test and says why; finished levels stay', () =>
    withEngine(async (engine, folder) => {
      // A file stands where the folder of the next level should be.
      const blocked = snapshotWhere(engine, ({ state }) => state === 'running').then(() =>
        writeFile(join(folder, 'runs', 'sweep', '00002-clients'), ''),
      );
      const outcome = await measure(engine, 'load-test', startOfTest(folder, [1, 2, 4], { duration: 1 }));
      await blocked;
      assert.equal(outcome.state, 'failed');
      assert.match(outcome.message ?? '', /^00002-clients: Cannot write to the run folder/);
      assert.deepEqual(
        outcome.levels.map(({ clients }) => clients),
        [1],
      );
    }));

  it('whose key is refused stops at the first level after a handful of requests, and says why', () =>
    withEngine(async (engine, folder) => {
      const plan = { endpoint: simulated('http-401') };
      const outcome = await measure(
        engine,
        'load-test',
        startOfTest(folder, [2, 4], plan, { minRequestsPerClient: 1000 }),
      );
      const { state, message, levels } = outcome;
      assert.equal(state, 'partial');
      assert.match(
        message ?? '',
        /^00002-clients: The run was stopped because each of its first \d+ requests/,
      );
      const [level, ...others] = levels;
      assert.deepEqual(others, []);
      assert.ok(level && level.requests < 20 && level.failed === level.requests, `${level?.requests}`);
      assert.equal(level.partial, level.tooManyFailures?.[0]);
      const report = await engine.request('loadReport', { folder: level.folder });
      assert.equal(report.partial, level.partial);
    }));

  it('whose budget leaves nothing for a further level has been ended by it, and did not fail', () =>
    withEngine(async (engine, folder) => {
      // Each answer reaches its 4 tokens and costs 4: what ten of them leave is too little for another.
      const cost = { prices: { input: 0, output: 1e6 }, budget: 42 };
      const outcome = await measure(engine, 'load-test', startOfTest(folder, [1, 2], { maxTokens: 4, cost }));
      const { state, message, endedByBudget, levels } = outcome;
      // A busy test machine adds a warning about itself.
      const warnings = outcome.warnings.filter(warning => !warning.includes('Client-limited'));
      assert.deepEqual(
        [state, message, endedByBudget, levels.map(({ cost: spent }) => spent?.total), warnings],
        [
          'partial',
          '00002-clients: The earlier runs left less of the budget than one request may cost.',
          true,
          [40],
          ['The planned level with 2 clients is missing.'],
        ],
      );
    }));

  it('refuses levels that are none, a name that is taken, and a duration with least requests', () =>
    withEngine(async (engine, folder) => {
      const refused = (levels: number[], plan: object, more: object, message: RegExp) =>
        assert.rejects(measure(engine, 'load-test', startOfTest(folder, levels, plan, more)), {
          name: 'UserError',
          message,
        });
      await refused([], {}, {}, /needs at least one level/);
      await refused([2, 2], {}, {}, /level of 2 clients is listed twice/);
      await refused([0], {}, {}, /"clients" of a load test must be a whole number/);
      await refused([1], { duration: 1 }, { minRequestsPerRun: 5 }, /either "duration" or/);
      await refused([1], { distribute: true }, {}, /remove "distribute" from/);
      await refused([1], { name: '..' }, {}, /"\.\." cannot be the name/);
      const taken = join(folder, 'runs', 'sweep', '00009-clients');
      await mkdir(taken, { recursive: true });
      await refused([1], {}, {}, /sweep is not empty\. Choose another "name"/);
    }));
});
