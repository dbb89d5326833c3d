import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { globSync } from 'tinyglobby';
import { SavedRuns } from '../../../src/results/savedRuns.ts';
import { readRun } from '../../../src/verify/files.ts';
import { isSame, Ledger } from '../../../src/verify/ledger.ts';
import { metricsOf, numbersOf } from '../../../src/verify/metrics.ts';
import { joined, leavesOutCached } from '../../../src/verify/requests.ts';
import { verifyFolders } from '../../../src/verify/verifyFolders.ts';
import { projectRoot } from '../../harness/projectRoot.ts';

const root = join(projectRoot, 'test/fixtures/llmeter');
const folders = globSync('**/responses.jsonl', { cwd: root }).map(dirname).sort();

/** What the files of Python LLMeter do not determine. */
const undetermined = [
  'responses.jsonl the first 4 lines',
  'stats.json cb_ratio',
  'stats.json cb_stat',
  'stats.json everything',
  'stats.json output_tps',
  'stats.json requests_per_minute',
  'summary.json everything',
  'summary.json total_test_time',
];

describe('verifying folders that Python LLMeter wrote', () => {
  it('finds that every number agrees, and knows what cannot be checked', async () => {
    const found = await verifyFolders(folders.map(folder => join(root, folder)));
    assert.equal(found.length, 8);
    assert.deepEqual(
      found.flatMap(({ parts }) => parts.flatMap(({ differences }) => differences)),
      [],
    );
    const skipped = found.flatMap(({ parts }) =>
      parts.flatMap(one => one.unchecked.map(u => `${u.file} ${u.key}`)),
    );
    assert.deepEqual([...new Set(skipped)].sort(), undetermined);
  });

  it('verifies a load test as its levels', async () => {
    const [found] = await verifyFolders([join(root, 'load-test/sweep')]);
    assert.deepEqual([found?.agrees, found?.parts.length], [true, 3]);
  });

  for (const folder of folders) {
    it(`recomputes the metrics that are shown of ${folder}`, async () => {
      const at = join(root, folder);
      const shown = (await new SavedRuns().report(at)).metrics;
      const run = await readRun(at, new Ledger(at));
      const testTime = run.summary?.['total_test_time'];
      const again = metricsOf(joined(run).measured, {
        limits: {},
        leftOut: leavesOutCached(run.config),
        testTime: typeof testTime === 'number' ? testTime : null,
      });
      for (const [key, metric] of Object.entries(again)) {
        const expected = 'values' in metric ? numbersOf(metric.values) : { n: metric.n, value: metric.value };
        for (const [name, value] of Object.entries(expected)) {
          const stored = (shown[key] as unknown as Record<string, number | null>)[name];
          assert.ok(isSame(stored, value), `${key}.${name}: ${stored}, ${String(value)}`);
        }
      }
    });
  }

  it('finds that every number of runs of our own agrees', async () => {
    const own = ['cached', 'flaky'].map(name => join(projectRoot, 'test/fixtures/compat', name));
    const found = await verifyFolders(own);
    assert.deepEqual(
      found.flatMap(({ parts }) => parts.map(one => [one.differences, one.checked > 200])),
      [
        [[], true],
        [[], true],
      ],
    );
  });

  it('refuses a folder with neither a run nor an experiment', () =>
    assert.rejects(verifyFolders([join(root, 'expected')]), /contains neither a run nor an experiment/));
});

describe('verifying a run of an earlier version', () => {
  it('does not expect metrics and meanings that came later', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'llmeter-verify-'));
    try {
      await cp(join(projectRoot, 'test/fixtures/compat/cached'), folder, { recursive: true });
      const file = join(folder, 'llmeter.json');
      const json = JSON.parse(await readFile(file, 'utf8'));
      const later = Object.keys(json.metrics).filter(key => /^(steady_|uncached_)/.test(key));
      for (const key of later) delete json.metrics[key];
      delete json.payloads;
      json.metrics.input_tokens.value = 768;
      await writeFile(file, JSON.stringify(json));
      const [found] = await verifyFolders([folder]);
      const [run] = found?.parts ?? [];
      assert.deepEqual(run?.differences, []);
      assert.deepEqual(
        run?.unchecked.map(({ key }) => key).filter(key => key.startsWith('metrics.') && !key.includes('*')),
        [
          ...later.filter(key => key.startsWith('steady_')),
          'input_token_throughput',
          'input_tokens',
          'uncached_input_tokens',
        ].map(key => `metrics.${key}`),
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
