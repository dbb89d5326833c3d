import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StartAb } from '../../src/protocol/start.ts';
import { checkAsPython } from '../conformance/pythonLoader.ts';
import { measure, simulated, snapshotWhere, withEngine } from './support/engine.ts';

const shared = { prompt: ['hi', 'ho'], clients: 2, requests: 12, maxTokens: 8 };

function startOfAb(folder: string, plans: Record<string, object>, changes: Partial<StartAb> = {}): StartAb {
  return {
    name: 'test',
    sides: Object.entries(plans).map(([name, plan]) => ({
      name,
      plan: { endpoint: simulated('fast'), ...shared, ...plan },
      secrets: {},
    })),
    baseFolder: folder,
    defaultOutput: 'runs',
    network: {},
    ...changes,
  };
}

const lines = async (folder: string, file: string) =>
  (await readFile(join(folder, file), 'utf8'))
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));

describe('A/B runs in the engine’s thread', () => {
  it('alternates request by request within each client, warm-up too, and compares the sides as interleaved', () =>
    withEngine(async (engine, folder) => {
      const seen = new Set<string>();
      engine.on('snapshot', ({ id, step }) => seen.add(`${id} ${step}`));
      const outcome = await measure(
        engine,
        'ab',
        startOfAb(folder, { 'old/1': { warmup: 2 }, new: { warmup: 2 } }),
      );
      const test = join(folder, 'runs', 'test');
      assert.deepEqual(
        [outcome.state, outcome.message, outcome.folder, outcome.name, outcome.findings],
        ['saved', null, test, 'test', []],
      );
      assert.deepEqual((await readdir(test)).sort(), ['experiment.json', 'new', 'old-1']);
      assert.deepEqual(
        outcome.sides.map(({ name, outcome }) => [
          name,
          outcome.folder,
          outcome.totalRequests,
          outcome.failedRequests,
        ]),
        [
          ['old-1', join(test, 'old-1'), 24, 0],
          ['new', join(test, 'new'), 24, 0],
        ],
      );
      const among = new Set<string>();
      for (const { outcome: run } of outcome.sides) {
        assert.ok(run.diagnostics.some(({ id }) => id === 'took-turns'));
        const { turns } = JSON.parse(await readFile(join(run.folder, 'llmeter.json'), 'utf8'));
        assert.match(turns, /^[\da-f-]{36}$/);
        among.add(turns);
      }
      assert.equal(among.size, 1);
      assert.deepEqual([...seen].sort(), ['ab 0', 'ab 1']);

      // By the clock all sides share: request times are of the wall clock, in whole milliseconds.
      const sent = (
        await Promise.all(
          outcome.sides.map(async ({ outcome: { folder }, name }) => {
            checkAsPython(folder);
            const traces = await lines(folder, 'trace.jsonl');
            const [first] = traces.filter(({ phase }) => phase === 'measure');
            const responses = await lines(folder, 'responses.jsonl');
            const zero =
              Date.parse(responses.find(({ id }) => id === first.id).request_time) / 1000 - first.sentAt;
            return traces.map(({ client, sentAt, endedAt, phase }) => ({
              name,
              client,
              phase,
              from: zero + sentAt,
              to: zero + endedAt,
            }));
          }),
        )
      ).flat();
      for (const client of [0, 1]) {
        const own = sent.filter(one => one.client === client).sort((a, b) => a.from - b.from);
        assert.equal(own.length, 28);
        own.forEach((one, i) => {
          const previous = own[i - 1];
          // Two clocks of whole milliseconds were put together.
          assert.ok(
            !previous || one.from >= previous.to - 0.003,
            `request ${i} of client ${client} overlaps`,
          );
          assert.equal(one.phase, i < 4 ? 'warmup' : 'measure');
          if (i % 2 === 1) assert.notEqual(one.name, previous?.name, `round ${i >> 1} of client ${client}`);
        });
      }

      const pair = outcome.comparison?.pairs[0];
      assert.equal(pair?.arrangement, 'interleaved');
      assert.match(
        pair.metrics[0]?.statistics[0]?.difference?.method ?? '',
        /time blocks that hold requests of both/,
      );
      const opened = await engine.request('openExperiment', { folders: [test] });
      assert.deepEqual(opened.kind === 'runs' && opened.comparison, outcome.comparison);
      const { experiments } = await engine.request('listRuns', { roots: [folder] });
      assert.deepEqual(
        experiments.map(({ kind, state, runs }) => [kind, state, runs]),
        [['ab', 'saved', [join(test, 'old-1'), join(test, 'new')]]],
      );
    }));

  it('ends time-bound sides at their time', () =>
    withEngine(async (engine, folder) => {
      const plan = { duration: 0.6, requests: undefined };
      const { state, sides } = await measure(engine, 'ab', startOfAb(folder, { a: plan, b: plan }));
      assert.equal(state, 'saved');
      const [a, b] = sides.map(({ outcome }) => outcome.totalRequests);
      assert.ok(a && b && Math.abs(a - b) <= 4, `${a} and ${b} of 2 clients`);
    }));

  it('a stop keeps the data of both: in flight may finish, or not', () =>
    withEngine(async (engine, folder) => {
      for (const stage of [1, 2] as const) {
        const both = Promise.all(
          [0, 1].map(side =>
            snapshotWhere(engine, ({ progress }, { step }) => step === side && progress.done > 3),
          ),
        );
        const over = measure(
          engine,
          'ab',
          startOfAb(folder, { a: { requests: 5000 }, b: { requests: 5000 } }, { name: `stage${stage}` }),
        );
        await both;
        await engine.request('stop', { id: 'ab', stage });
        const { state, sides, comparison, message } = await over;
        assert.deepEqual([state, message], ['partial', null]);
        assert.deepEqual(
          sides.map(({ outcome }) => [
            outcome.state,
            outcome.totalRequests > 3 && outcome.totalRequests < 5000,
          ]),
          [
            ['partial', true],
            ['partial', true],
          ],
        );
        assert.equal(comparison?.pairs.length, 1);
      }
    }));

  it('sends nothing and leaves nothing behind when one side cannot begin', () =>
    withEngine(async (engine, folder) => {
      const plan = { prompt: undefined, payload: 'nowhere.jsonl' };
      await assert.rejects(measure(engine, 'ab', startOfAb(folder, { a: {}, b: plan })), {
        name: 'UserError',
        message: /nowhere\.jsonl/,
      });
      assert.deepEqual(await readdir(folder), []);
    }));

  it('measures no opening of connections that went cold while the others had their turns', () =>
    withEngine(async (engine, folder) => {
      const { sides, comparison } = await measure(engine, 'ab', startOfAb(folder, { a: {}, b: {} }));
      for (const { outcome } of sides) {
        const traces = await lines(outcome.folder, 'trace.jsonl');
        assert.ok(traces.every(({ newConnection, connect }) => newConnection === false && connect === null));
      }
      assert.ok(!comparison?.pairs[0]?.reasons.some(({ id }) => id === 'connections'));
    }));

  it('takes failed requests as a side’s own and goes on', () =>
    withEngine(async (engine, folder) => {
      const { state, sides, comparison } = await measure(
        engine,
        'ab',
        startOfAb(folder, { a: {}, b: { endpoint: simulated('http-500') }, c: { timeout: 0.005 } }),
      );
      assert.equal(state, 'saved');
      assert.deepEqual(
        sides.map(({ outcome }) => [outcome.totalRequests, outcome.failedRequests]),
        [
          [24, 0],
          [24, 24],
          [24, 24],
        ],
      );
      const rate = comparison?.pairs.map(
        ({ metrics }) => metrics.find(({ key }) => key === 'error_rate')?.verdict,
      );
      assert.deepEqual(rate, ['worse', 'worse']);
    }));

  it('warns beforehand of what differs beside the endpoints', () =>
    withEngine(async (engine, folder) => {
      const warned: string[] = [];
      engine.on('log', ({ level, message }) => {
        if (level === 'warn') warned.push(message);
      });
      const plans = {
        a: { requests: 1 },
        b: { requests: 1, maxTokens: 9 },
        c: { requests: 1, prompt: 'hi' },
      };
      await measure(engine, 'ab', startOfAb(folder, plans));
      const told = (key: string, name: string) =>
        `"${key}" differs between "a" and "${name}": differences in the results may come from it and not from the endpoints.`;
      assert.deepEqual(warned, [told('maxTokens', 'b'), told('prompt', 'c')]);
    }));

  it('refuses sides that would not send alike, naming the key', () =>
    withEngine(async (engine, folder) => {
      const refused = (plans: Record<string, object>, message: RegExp, changes: Partial<StartAb> = {}) =>
        assert.rejects(measure(engine, 'ab', startOfAb(folder, plans, changes)), {
          name: 'UserError',
          message,
        });
      await refused({ a: {} }, /needs at least two sides/);
      await refused({ a: {}, b: { clients: 3 } }, /"clients", but it is 2 in "a" and 3 in "b"/);
      await refused({ a: {}, b: { requests: 3 } }, /"requests", but it is 12 in "a" and 3 in "b"/);
      await refused({ a: {}, b: { seed: 3 } }, /"seed", but it is 0 in "a" and 3 in "b"/);
      await refused(
        { a: {}, b: { requests: undefined, duration: 3 } },
        /"requests", but it is 12 in "a" and not set in "b"/,
      );
      await refused({ a: {}, b: { warmup: 3 } }, /"warmup"/);
      await refused({ 'a/b': {}, 'a:b': {} }, /Two sides are called "a-b"/);
      await refused({ a: {}, b: { clients: 0 } }, /The plan of "b": "clients"/);
      await refused({ a: {}, b: {} }, /There is no recipe "soup"/, { recipe: 'soup' });
    }));
});
