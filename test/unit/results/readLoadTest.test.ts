import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExperimentFile, writeExperiment } from '../../../src/folder/experimentFile.ts';
import { readLoadTest } from '../../../src/results/readLoadTest.ts';
import { projectRoot } from '../../harness/projectRoot.ts';
import { withFolder } from '../folder/support/withFolder.ts';
import { timesAround, writeRun } from './support/writtenRun.ts';

const repeated = (requests: number, of: number) =>
  `${requests} of ${of} requests repeated a prompt that had been sent before, in the same level or in another one; a prefix cache may have answered, which makes levels look faster than they are. Use synthetic prompts, more prompts, or the callback "cacheBuster".`;
const fixture = (name: string) => join(projectRoot, 'test/fixtures/llmeter', name);

describe('reading a load test', () => {
  it('reads the levels that Python wrote, by number of clients', async () => {
    const { name, levels, warnings } = await readLoadTest(fixture('load-test/sweep'));
    assert.equal(name, 'sweep');
    assert.deepEqual(
      levels.map(({ clients, requests, failed, folder, partial }) => [
        clients,
        requests,
        failed,
        folder,
        partial,
      ]),
      [
        [1, 8, 2, fixture('load-test/sweep/00001-clients'), null],
        [2, 8, 2, fixture('load-test/sweep/00002-clients'), null],
        [4, 12, 3, fixture('load-test/sweep/00004-clients'), null],
      ],
    );
    assert.deepEqual(warnings, [repeated(27, 28)]);
  });

  it('explains the single folder that Python’s LoadTest.run writes', () =>
    assert.rejects(readLoadTest(fixture('load-test-flat/sweep')), {
      name: 'UserError',
      message:
        /levels Python LLMeter wrote to one folder: it contains 8 responses .* \(4 requests, 2 clients\)/,
    }));

  it('refuses a single run, and a folder without runs inside', async () => {
    await assert.rejects(readLoadTest(fixture('count-bound/with-errors')), {
      name: 'UserError',
      message: /is a single run, not a load test/,
    });
    await assert.rejects(readLoadTest(fixture('load-test')), {
      name: 'UserError',
      message: /is not a load test/,
    });
    await assert.rejects(readLoadTest(fixture('nothing')), { name: 'UserError' });
  });

  it('summarizes levels, finds the knee, and leaves out other folders with a warning', () =>
    withFolder(async folder => {
      // Each level sends one request a second and client; TTFT rises slowly, then steeply.
      for (const [clients, ttft] of [
        [1, 0.1],
        [2, 0.11],
        [4, 0.13],
        [8, 1.5],
      ] as const) {
        const name = `0000${clients}-clients`;
        await writeRun(folder, name, { minute: clients * 10, clients, ttft: timesAround(ttft, 80) });
      }
      await mkdir(join(folder, 'figures'));
      await writeFile(join(folder, 'notes.txt'), 'not a level');
      const { levels, knee, warnings } = await readLoadTest(folder);
      assert.deepEqual(
        levels.map(({ clients, throughput }) => [clients, throughput]),
        [
          [1, 1],
          [2, 2],
          [4, 4],
          [8, 8],
        ],
      );
      assert.equal(knee.clients, 4);
      const slowest = levels.at(-1);
      assert.ok(Math.abs((slowest?.ttltP50 ?? 0) - 2) < 0.02, `${slowest?.ttltP50}`);
      assert.ok(slowest?.ttltP90 && slowest.ttltP90 > 2);
      assert.equal(slowest.littlesLaw?.warning === null, false, '16 requests in flight of 8 clients');
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? '', /^figures is not a level and was left out: /);
    }));

  it('warns of prompts that levels repeat, if the server does not report what it cached', () =>
    withFolder(async folder => {
      for (const [i, prompt] of ['a', 'b', 'b'].entries()) {
        const run = { minute: i * 9, clients: i + 1, ttft: [0.1], prompt, cached: null };
        await writeRun(folder, `0000${i + 1}-clients`, run);
      }
      assert.deepEqual((await readLoadTest(folder)).warnings, [repeated(1, 3)]);
    }));

  it('says why a test ended before its last level, and which levels are missing', () =>
    withFolder(async folder => {
      const names = ['00001-clients', '00002-clients', '00004-clients', '00008-clients'];
      await writeRun(folder, '00001-clients', { minute: 0, ttft: timesAround(0.1, 10) });
      const told = async (end: Pick<ExperimentFile, 'state' | 'message'>, runs = names) => {
        await writeExperiment(folder, {
          ...{ schema: 1, tool: '', kind: 'load-test', name: '', recipe: null, decidingMetric: null },
          ...{ startTime: 0, parameters: {}, runs, ...end },
        });
        return (await readLoadTest(folder)).warnings;
      };
      const missing = 'The planned levels with 2, 4 and 8 clients are missing.';
      assert.deepEqual(
        [
          await told({ state: 'partial', message: '00001-clients: The budget is spent.' }),
          await told({ state: 'partial', message: null }),
          await told({ state: 'failed', message: '00002-clients: No such host.' }, names.slice(0, 2)),
          await told({ state: 'running', message: null }),
          await told({ state: 'saved', message: null }, names.slice(0, 1)),
        ],
        [
          ['00001-clients: The budget is spent.', missing],
          ['The load test was stopped early.', missing],
          ['00002-clients: No such host.', 'The planned level with 2 clients is missing.'],
          ['The load test is still running or was killed.', missing],
          [],
        ],
      );
    }));

  it('reports two levels with the same number of clients: the last one is shown, as in Python', () =>
    withFolder(async folder => {
      await writeRun(folder, 'a', { minute: 0, clients: 2, ttft: timesAround(0.1, 10) });
      await writeRun(folder, 'b', { minute: 5, clients: 2, ttft: timesAround(0.1, 20) });
      const { levels, warnings } = await readLoadTest(folder);
      assert.deepEqual(
        levels.map(({ requests }) => requests),
        [20],
      );
      assert.match(warnings[0] ?? '', /^b has 2 clients like another level/);
    }));
});
