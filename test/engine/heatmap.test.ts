import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StartHeatmap } from '../../src/protocol/start.ts';
import { checkAsPython } from '../conformance/pythonLoader.ts';
import { measure, simulated, snapshotWhere, startOf, withEngine } from './support/engine.ts';

const startOfHeatmap = (folder: string, plan: object, more: Partial<StartHeatmap> = {}): StartHeatmap => ({
  ...startOf(folder, { endpoint: simulated('talkative'), name: 'lengths', ...plan }),
  source: null,
  inputLengths: [5, 40],
  outputLengths: [4, 16, 64],
  requestsPerCombination: 2,
  ...more,
});

async function sentPayloads(folder: string): Promise<string[]> {
  const lines = (await readFile(join(folder, 'responses.jsonl'), 'utf8')).trim().split('\n');
  return lines.map(line => JSON.stringify(JSON.parse(line).input_payload)).sort();
}

describe('heatmaps in the engine’s thread', () => {
  for (const clients of [1, 5, 20]) {
    it(`send every generated payload exactly once with ${clients} clients`, () =>
      withEngine(async (engine, folder) => {
        // The warm-up has a payload of its own: it may not show a prompt cache what is measured.
        const warmup = clients === 5 ? 2 : 0;
        const outcome = await measure(engine, 'heatmap', startOfHeatmap(folder, { clients, warmup }));
        assert.deepEqual([outcome.state, outcome.message], ['saved', null]);
        const idle = 'Only 12 of 20 clients had a request to send.';
        assert.equal(outcome.warnings.includes(idle), clients > 12);
        assert.deepEqual(
          outcome.achieved.map(({ askedInput, askedOutput, requests, failed, output }) => ({
            asked: [askedInput, askedOutput],
            requests,
            failed,
            output: output?.p50,
          })),
          [5, 40].flatMap(input =>
            [4, 16, 64].map(output => ({ asked: [input, output], requests: 2, failed: 0, output })),
          ),
        );
        assert.deepEqual(
          outcome.cells.map(row => row.map(cell => cell?.requests)),
          [
            [2, 2, 2],
            [2, 2, 2],
          ],
        );
        const payloads = (await readFile(join(outcome.folder, 'payload.jsonl'), 'utf8')).trim().split('\n');
        assert.equal(new Set(payloads).size, warmup > 0 ? 13 : 12);
        const sent = await sentPayloads(outcome.folder);
        assert.deepEqual([sent.length, new Set(sent).size], [12, 12]);
        checkAsPython(outcome.folder);
      }));
  }

  it('cut their prompts from a text, and remember what was asked for', () =>
    withEngine(async (engine, folder) => {
      await writeFile(join(folder, 'text.txt'), `${'one two three four five\n'.repeat(20)}`);
      const start = startOfHeatmap(
        folder,
        { clients: 3, prompt: 'ignored', maxTokens: 7, requests: 9 },
        { source: 'text.txt', requestsPerCombination: 1 },
      );
      const { folder: saved, achieved } = await measure(engine, 'heatmap', start);
      assert.deepEqual(
        achieved.map(({ input }) => input !== null && input.min === input.max),
        achieved.map(() => true),
      );
      const file = JSON.parse(await readFile(join(saved, 'experiment.json'), 'utf8'));
      assert.deepEqual(
        [file.kind, file.state, file.runs, file.parameters.source, file.parameters.requestsPerCombination],
        ['heatmap', 'saved', [], 'text.txt', 1],
      );
      assert.equal(file.parameters.askedInputTokens.length, 6);
      const entries = await readdir(saved, { withFileTypes: true });
      assert.ok(entries.every(entry => entry.isFile()));
      const { experiments } = await engine.request('listRuns', { roots: [folder] });
      assert.deepEqual(
        experiments.map(({ folder, kind, state }) => ({ folder, kind, state })),
        [{ folder: saved, kind: 'heatmap', state: 'saved' }],
      );
    }));

  it('reopen with other bins, as any run does', () =>
    withEngine(async (engine, folder) => {
      const { state, message, endedByBudget, ...outcome } = await measure(
        engine,
        'heatmap',
        startOfHeatmap(folder, {}),
      );
      assert.deepEqual(await engine.request('readHeatmap', { folder: outcome.folder }), outcome);
      const linear = await engine.request('readHeatmap', {
        folder: outcome.folder,
        bins: 'linear',
        inputBins: 1,
        outputBins: 2,
      });
      assert.deepEqual(linear.outputBins, [
        { from: 4, to: 34 },
        { from: 34, to: 65 },
      ]);
      assert.deepEqual(
        linear.cells.map(row => row.map(cell => cell?.requests)),
        [[8, 4]],
      );
    }));

  it('keep what was answered when they are stopped, and say what is missing', () =>
    withEngine(async (engine, folder) => {
      const start = startOfHeatmap(folder, {}, { requestsPerCombination: 200 });
      const answered = snapshotWhere(engine, ({ progress }) => progress.done >= 3);
      const over = measure(engine, 'heatmap', start);
      const { progress } = await answered;
      assert.equal(progress.total, 1200);
      await engine.request('stop', { id: 'heatmap', stage: 1 });
      const { state, achieved, warnings, folder: saved } = await over;
      const requests = achieved.reduce((sum, one) => sum + one.requests, 0);
      assert.equal(state, 'partial');
      assert.ok(requests >= 3 && requests < 1200);
      assert.equal(achieved.length, 6);
      assert.ok(
        warnings.includes(`${(1200 - requests).toLocaleString('en-US')} of 1,200 requests have no response.`),
        warnings.join(' '),
      );
      const file = JSON.parse(await readFile(join(saved, 'experiment.json'), 'utf8'));
      assert.equal(file.state, 'partial');
    }));

  it('count failures where they belong, and tell answers that were shorter', () =>
    withEngine(async (engine, folder) => {
      const failing = await measure(
        engine,
        'heatmap',
        startOfHeatmap(folder, { endpoint: simulated('http-500'), name: 'failing' }),
      );
      assert.deepEqual(
        failing.cells.map(row => row.map(cell => [cell?.requests, cell?.failed, cell?.values.ttft.n])),
        [0, 1].map(() => [0, 1, 2].map(() => [2, 2, 0])),
      );
      const short = await measure(
        engine,
        'heatmap',
        startOfHeatmap(
          folder,
          { endpoint: simulated('steady'), name: 'short' },
          { outputLengths: [10, 500] },
        ),
      );
      assert.match(short.warnings.join(' '), /shorter than requested: 500 tokens \(typically 50\)/);
      assert.deepEqual(
        short.outputBins.map(({ from }) => from),
        [10, 50],
      );
    }));

  it('refuse lengths that are none in words of their own, and leave nothing behind', () =>
    withEngine(async (engine, folder) => {
      const refused = (more: Partial<StartHeatmap>, message: RegExp, plan: object = {}) =>
        assert.rejects(measure(engine, 'heatmap', startOfHeatmap(folder, plan, more)), {
          name: 'UserError',
          message,
        });
      await refused({ inputLengths: [] }, /at least one input length/);
      await refused(
        { outputLengths: [0.5] },
        /Each output length must be a whole number of tokens, at least 1, not 0.5/,
      );
      await refused({ inputLengths: [8, 8] }, /input length 8 is listed twice/);
      await refused({ requestsPerCombination: 0 }, /requests per combination/);
      await refused({ source: 'nowhere.txt' }, /nowhere\.txt does not exist/);
      await refused({}, /"clients"/, { clients: 0 });
      assert.deepEqual(await readdir(folder), []);
    }));
});
