import assert from 'node:assert/strict';
import { appendFile, cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../src/core/base/errors.ts';
import type { JsonObject } from '../../src/core/base/jsonValue.ts';
import type { CompatView } from '../../src/core/compat/compatView.ts';
import { loadRun } from '../../src/folder/loadRun.ts';
import { readCompatViews } from '../../src/results/export/readCompatViews.ts';
import { withFolder } from './scriptedRun.ts';

const fixtures = join(import.meta.dirname, '../fixtures/llmeter');
const expectedFolder = join(fixtures, 'expected');

async function expected(name: string): Promise<JsonObject> {
  return JSON.parse(await readFile(join(expectedFolder, `${name}.json`), 'utf8'));
}

/** Same keys in the same order, numbers within 1e-12, everything else equal. */
function assertSameStats(actual: JsonObject, wanted: JsonObject, what: string): void {
  assert.deepEqual(Object.keys(actual), Object.keys(wanted), what);
  for (const [key, want] of Object.entries(wanted)) {
    const value = actual[key];
    if (typeof want === 'number' && typeof value === 'number') {
      assert.ok(Math.abs(value - want) <= 1e-12 * Math.abs(want), `${what} ${key}: ${value} is not ${want}`);
    } else {
      assert.deepEqual(value, want, `${what} ${key}`);
    }
  }
}

const single = ['count-bound/with-costs', 'count-bound/with-errors', 'time-bound/low-memory'];

async function compareLoadTest(how: string, responses: boolean): Promise<void> {
  const levels = await expected(`load-test.sweep.${how}`);
  assert.deepEqual(Object.keys(levels), ['1', '2', '4']);
  for (const [clients, wanted] of Object.entries(levels)) {
    const folder = join(fixtures, 'load-test/sweep', `${clients.padStart(5, '0')}-clients`);
    const { stats } = await loadRun(folder, { responses });
    assertSameStats(stats, wanted as JsonObject, folder);
  }
}

/** Loads a changed copy of a fixture. */
function withCopy<T>(fixture: string, use: (folder: string) => Promise<T>): Promise<T> {
  return withFolder(async place => {
    const folder = join(place, 'moved');
    await cp(join(fixtures, fixture), folder, { recursive: true });
    return use(folder);
  });
}

/** The numbers of statistics without what a summary says of the run's settings. */
function measuredNumbers(stats: JsonObject): JsonObject {
  const settings = ['total_requests', 'clients', 'n_requests', 'total_test_time'];
  return Object.fromEntries(
    Object.entries(stats).filter(([key, value]) => typeof value === 'number' && !settings.includes(key)),
  );
}

function valuesOf(view: CompatView | undefined): JsonObject {
  return Object.fromEntries((view?.metrics ?? []).map(({ name, value }) => [name, value]));
}

const withErrors = 'count-bound/with-errors';

describe('files written by Python', () => {
  it('shows LLMeter’s saved and loaded statistics in its view, including rates, costs and callbacks', async () => {
    for (const name of [...single, 'load-test-flat/sweep']) {
      const folder = join(fixtures, name);
      const [live, loaded] = await readCompatViews({ folder, tools: ['llmeter'] });
      const saved = JSON.parse(await readFile(join(folder, 'stats.json'), 'utf8'));
      assertSameStats(valuesOf(live), measuredNumbers(saved), `${name} live`);
      const wanted = await expected(`${name.replace('/', '.')}.load`);
      assertSameStats(valuesOf(loaded), measuredNumbers(wanted), `${name} loaded`);
    }
  });

  it('says which numbers of LLMeter are recomputed, as far as whole seconds allow', async () => {
    const folder = join(fixtures, 'interrupted/no-summary');
    const views = await readCompatViews({ folder, tools: ['llmeter'] });
    assert.deepEqual(
      views.map(({ gaps }) => gaps),
      [
        [
          'There is no stats.json, so these numbers are computed again from the responses. Python LLMeter saves send times in whole seconds, so the rates of a short run may be inaccurate or missing.',
        ],
        ['The run was interrupted: total_test_time is unknown, so LLMeter reports no rates.'],
      ],
    );
  });

  it('loads every Python folder and reproduces its statistics', async () => {
    for (const name of [...single, 'load-test-flat/sweep', 'interrupted/no-summary']) {
      const { stats } = await loadRun(join(fixtures, name), { responses: true });
      const wanted = await expected(`${name.replace('/', '.')}.load`);
      // A folder without a summary takes its own place as output path, which is ours to choose here.
      const outputPath = name.startsWith('interrupted') ? { output_path: wanted['output_path'] ?? null } : {};
      assertSameStats({ ...stats, ...outputPath }, wanted, name);
    }
    await compareLoadTest('load', true);
  });

  it('reproduces the statistics without responses from stats.json alone', async () => {
    for (const name of single) {
      const { stats, responses } = await loadRun(join(fixtures, name), { responses: false });
      assertSameStats(stats, await expected(`${name.replace('/', '.')}.load_no_responses`), name);
      assert.equal(responses.length, 0);
    }
    await compareLoadTest('load_no_responses', false);
  });

  it('reading responses later keeps contributed keys and differs by added keys only', async () => {
    for (const name of single) {
      await loadRun(join(fixtures, name), { responses: false });
      const { stats } = await loadRun(join(fixtures, name), { responses: true });
      const after = await expected(`${name.replace('/', '.')}.load_responses_after`);
      const common = Object.fromEntries(Object.entries(stats).filter(([key]) => Object.hasOwn(after, key)));
      assertSameStats(common, after, name);
    }
    const { stats } = await loadRun(join(fixtures, 'count-bound/with-costs'), { responses: true });
    assert.deepEqual([stats['cb_stat'], stats['cost_total']], [7, 0.021676]);
  });

  it('a folder without summary.json is recovered', async () => {
    const folder = join(fixtures, 'interrupted/no-summary');
    const loaded = await loadRun(folder, { responses: true });
    const wanted = await expected('interrupted.no-summary.load');
    assertSameStats({ ...loaded.stats, output_path: wanted['output_path'] ?? null }, wanted, folder);
    assert.equal(loaded.summary.output_path, folder);
    assert.match(loaded.partial ?? '', /wrote no summary.* 22 responses were saved/);
  });

  it('a folder with neither responses nor statistics is refused with a clear message', () =>
    withFolder(async folder => {
      await writeFile(join(folder, 'run_config.json'), '{}');
      const refuses = (path: string, pattern: RegExp) =>
        assert.rejects(loadRun(path, { responses: true }), (error: Error) => {
          assert.ok(error instanceof UserError);
          assert.match(error.message, pattern);
          return true;
        });
      await refuses(
        folder,
        /is not a run folder: it contains no summary\.json, responses\.jsonl or stats\.json/,
      );
      await refuses(join(folder, 'nowhere'), /does not exist/);
    }));

  it('corrupt stats.json is recomputed from the responses, with a warning', () =>
    withCopy(withErrors, async folder => {
      await writeFile(join(folder, 'stats.json'), '{"failed_requests": ');
      for (const responses of [true, false]) {
        const { stats, warnings } = await loadRun(folder, { responses });
        assert.equal(stats['failed_requests'], 6);
        assert.equal(Object.hasOwn(stats, 'cb_stat'), false);
        assert.deepEqual(warnings, ['stats.json is not a JSON object and was ignored.']);
      }
    }));

  it('corrupt run_config.json during recovery gives defaults and a warning', () =>
    withCopy('interrupted/no-summary', async folder => {
      await writeFile(join(folder, 'run_config.json'), 'not json');
      const { summary, warnings } = await loadRun(folder, { responses: true });
      assert.deepEqual([summary.clients, summary.model_id, summary.total_requests], [1, null, 22]);
      assert.deepEqual(warnings, ['run_config.json is not a JSON object and was ignored.']);
    }));

  it('unknown keys are ignored in every file', () =>
    withCopy(withErrors, async folder => {
      const before = await loadRun(folder, { responses: true });
      for (const file of ['summary.json', 'run_config.json']) {
        const json = JSON.parse(await readFile(join(folder, file), 'utf8'));
        await writeFile(join(folder, file), JSON.stringify({ ...json, new_key: { deep: 1 } }));
      }
      const lines = (await readFile(join(folder, 'responses.jsonl'), 'utf8')).trim().split('\n');
      const more = lines.map(line =>
        line.replace('{', '{"reasoning_type": "x", "__proto__": {"error": "y"}, '),
      );
      await writeFile(join(folder, 'responses.jsonl'), `${more.join('\n')}\n`);
      await writeFile(join(folder, 'llmeter.json'), '{"schema": 99}');
      const after = await loadRun(folder, { responses: true });
      assert.deepEqual(
        [after.responses, after.summary, after.stats, after.sidecar, after.warnings],
        [before.responses, before.summary, before.stats, null, []],
      );
    }));

  it('NaN and Infinity are accepted', () =>
    withCopy(withErrors, async folder => {
      const lines = (await readFile(join(folder, 'responses.jsonl'), 'utf8')).split('\n');
      lines[0] = (lines[0] ?? '').replace('"time_to_first_token": 0.12', '"time_to_first_token": NaN');
      lines[1] = (lines[1] ?? '').replace('"time_to_last_token": 1.5', '"time_to_last_token": Infinity');
      await writeFile(join(folder, 'responses.jsonl'), lines.join('\n'));
      const { responses, stats, warnings } = await loadRun(folder, { responses: true });
      assert.equal(responses.length, 22);
      assert.ok(Number.isNaN(responses[0]?.time_to_first_token));
      assert.equal(responses[1]?.time_to_last_token, Number.POSITIVE_INFINITY);
      assert.equal(stats['time_to_last_token-average'], Number.POSITIVE_INFINITY);
      assert.equal(Number.isFinite(stats['time_to_first_token-average']), true);
      assert.deepEqual(warnings, []);
    }));

  it('a truncated last line is reported and skipped', () =>
    withCopy(withErrors, async folder => {
      await appendFile(join(folder, 'responses.jsonl'), '{"response_text": "and th');
      const { responses, warnings } = await loadRun(folder, { responses: true });
      assert.equal(responses.length, 22);
      assert.deepEqual(warnings, ['The last line of responses.jsonl is incomplete and was skipped.']);
    }));

  it('blank lines, CRLF and a missing last line break are accepted; broken lines are named', () =>
    withCopy(withErrors, async folder => {
      const lines = (await readFile(join(folder, 'responses.jsonl'), 'utf8')).trim().split('\n');
      lines[3] = '{"broken": ';
      lines.splice(10, 0, '', '   ');
      await writeFile(join(folder, 'responses.jsonl'), lines.join('\r\n'));
      const { responses, warnings, partial } = await loadRun(folder, { responses: true });
      assert.equal(responses.length, 21);
      assert.deepEqual(warnings, ['responses.jsonl: 1 unreadable line skipped (4).']);
      assert.equal(partial, 'Only 21 of 22 responses could be read.');
    }));

  it('an empty error text counts as a failure', async () => {
    const { responses, stats } = await loadRun(join(fixtures, withErrors), { responses: true });
    assert.equal(responses.filter(({ error }) => error === '').length, 2);
    assert.equal(stats['failed_requests'], responses.filter(({ error }) => error !== null).length);
  });

  it('response lines without optional keys load with nulls', () =>
    withCopy('interrupted/no-summary', async folder => {
      await writeFile(join(folder, 'responses.jsonl'), '{"response_text": "hi"}\n{"error": {"code": 1}}\n');
      const { responses } = await loadRun(folder, { responses: true });
      assert.deepEqual(
        responses.map(response => Object.entries(response).filter(([, value]) => value !== null)),
        [[['response_text', 'hi']], [['error', '{"code":1}']]],
      );
      assert.equal(Object.keys(responses[0] ?? {}).length, 14);
    }));

  it('a moved folder loads its responses from its new place', () =>
    withCopy(withErrors, async folder => {
      const { folder: from, responses, summary } = await loadRun(folder, { responses: true });
      assert.deepEqual(
        [from, responses.length, summary.output_path],
        [folder, 22, 'count-bound/with-errors'],
      );
    }));

  it('class-tagged objects in the configuration are opaque data', () =>
    withCopy('interrupted/no-summary', async folder => {
      const tagged = (name: string, state: JsonObject) => ({
        __llmeter_class__: name,
        __llmeter_state__: state,
      });
      const config = {
        endpoint: tagged('os.system', { model_id: 'm2', endpoint_name: 'e2', provider: 'p2' }),
        tokenizer: tagged('x.Tokenizer', {}),
        callbacks: [tagged('x.Callback', { price: 1 })],
        clients: 3,
      };
      await writeFile(join(folder, 'run_config.json'), JSON.stringify(config));
      const loaded = await loadRun(folder, { responses: false });
      assert.deepEqual(loaded.config, config);
      const { model_id, endpoint_name, provider, clients } = loaded.summary;
      assert.deepEqual([model_id, endpoint_name, provider, clients], ['m2', 'e2', 'p2', 3]);
    }));

  it('a flat load-test folder is recognised, not silently mixed', async () => {
    const { warnings, stats } = await loadRun(join(fixtures, 'load-test-flat/sweep'), { responses: true });
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /contains 8 responses, but the summary covers 4: several runs/);
    assert.equal(stats['total_requests'], 4);
  });

  it('a run without its responses still shows its saved statistics', () =>
    withCopy(withErrors, async folder => {
      await rm(join(folder, 'responses.jsonl'));
      const { stats, warnings } = await loadRun(folder, { responses: true });
      assertSameStats(stats, await expected('count-bound.with-errors.load_no_responses'), folder);
      assert.deepEqual(warnings, ['responses.jsonl is missing: only the saved statistics are shown.']);
    }));

  it('a corrupt summary is recovered like a missing one', () =>
    withCopy(withErrors, async folder => {
      await writeFile(join(folder, 'summary.json'), '[]');
      const { summary, warnings } = await loadRun(folder, { responses: true });
      assert.deepEqual([summary.total_requests, summary.model_id], [22, 'fixture-model']);
      assert.deepEqual(warnings, ['summary.json is not a JSON object and was ignored.']);
    }));

  it('every expected file is compared by one of these tests', async () => {
    const compared = [...single, 'load-test/sweep', 'load-test-flat/sweep', 'interrupted/no-summary'];
    for (const file of await readdir(expectedFolder)) {
      const [kind, name] = file.split('.');
      assert.ok(compared.includes(`${kind}/${name}`), file);
    }
  });
});
