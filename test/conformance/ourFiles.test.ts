import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../src/core/base/errors.ts';
import { recomputeStats } from '../../src/core/stats/recomputedStats.ts';
import { summaryToJson } from '../../src/core/stats/runSummary.ts';
import { mergeSavedStats } from '../../src/core/stats/stats.ts';
import { loadRun } from '../../src/folder/loadRun.ts';
import { RunRecorder } from '../../src/folder/runRecorder.ts';
import { checkAsPython, configFields, responsesAsPython } from './pythonLoader.ts';
import { canary, recordRun, runStart, scripted, withFolder } from './scriptedRun.ts';

const json = async (folder: string, file: string) => JSON.parse(await readFile(join(folder, file), 'utf8'));

describe('files written by us', () => {
  it('a run folder holds the five files, and our three', () =>
    withFolder(async output => {
      const { folder } = await recordRun(output);
      assert.deepEqual((await readdir(folder)).sort(), [
        'llmeter.json',
        'payload.jsonl',
        'responses.jsonl',
        'run_config.json',
        'stalls.jsonl',
        'stats.json',
        'summary.json',
        'trace.jsonl',
      ]);
    }));

  it('a run folder passes every check of the Python loader', () =>
    withFolder(async output => checkAsPython((await recordRun(output)).folder)));

  it('each response line has exactly the 14 keys in order, nulls included', () =>
    withFolder(async output => {
      const lines = responsesAsPython((await recordRun(output)).folder);
      assert.equal(lines.length, scripted.length);
      assert.deepEqual(lines[5], {
        response_text: null,
        input_payload: null,
        id: 'chatcmpl-5',
        input_prompt: null,
        time_to_first_token: null,
        time_to_last_token: null,
        num_tokens_input: null,
        num_tokens_output: null,
        num_tokens_input_cached: null,
        num_tokens_output_reasoning: null,
        time_per_output_token: null,
        error: 'refused ***',
        retries: null,
        request_time: null,
      });
    }));

  it('summary.json has exactly its 14 keys in order', () =>
    withFolder(async output => {
      const { folder, summary } = await recordRun(output);
      assert.deepEqual(
        Object.entries(await json(folder, 'summary.json')),
        Object.entries(summaryToJson(summary)),
      );
    }));

  it('run_config.json has exactly its 13 keys; `payload` names the payload file', () =>
    withFolder(async output => {
      const { folder } = await recordRun(output);
      const config = await json(folder, 'run_config.json');
      assert.deepEqual(Object.keys(config), configFields);
      assert.deepEqual(
        [config.payload, config.output_path, config.n_requests, config.run_duration],
        [`${folder}/payload.jsonl`, folder, 4, null],
      );
    }));

  it('all files are pure ASCII; lines end with a line break and none is blank', () =>
    withFolder(async output => {
      const { folder } = await recordRun(output);
      for (const file of await readdir(folder)) {
        const text = await readFile(join(folder, file), 'latin1');
        assert.match(text, /^[\x20-\x7e\n]*$/, file);
        if (file.endsWith('.jsonl')) assert.match(text, /^([^\n]+\n)+$/, file);
      }
    }));

  it('no file holds NaN or Infinity', () =>
    withFolder(async output => {
      const { folder } = await recordRun(output);
      for (const file of await readdir(folder)) {
        assert.doesNotMatch(await readFile(join(folder, file), 'latin1'), /\b(NaN|Infinity)\b/, file);
      }
      assert.deepEqual((await json(folder, 'llmeter.json')).metrics, { ttft: { n: 8, p50: null } });
    }));

  it('times end in Z and have 0, 3 or 6 fractional digits', () =>
    withFolder(async output => {
      const { folder } = await recordRun(output);
      const times = responsesAsPython(folder).map(response => response['request_time']);
      assert.deepEqual(times.slice(0, 6), [
        '2026-01-01T12:00:00.250Z',
        '2026-01-01T12:00:00.375500Z',
        '2026-01-01T12:00:00.501Z',
        '2026-01-01T12:00:00.626500Z',
        '2026-01-01T12:00:00.752Z',
        null,
      ]);
      assert.equal((await json(folder, 'summary.json')).end_time, '2026-01-01T12:00:04.250Z');
    }));

  it('bytes in payloads are written as markers and read back byte-identical', () =>
    withFolder(async output => {
      const { folder } = await recordRun(output);
      const [first] = (await readFile(join(folder, 'payload.jsonl'), 'utf8')).split('\n');
      assert.equal(first, '{"prompt": "\\u00fc", "image": {"__llmeter_bytes__": "/9j/4A=="}}');
      const { responses } = await loadRun(folder, { responses: true });
      assert.deepEqual(responses[0]?.input_payload?.['image'], Uint8Array.of(255, 216, 255, 224));
    }));

  it('a second run of the same name is refused and does not touch the first', () =>
    withFolder(async output => {
      const { folder } = await recordRun(output);
      const before = await readFile(join(folder, 'responses.jsonl'), 'utf8');
      await assert.rejects(RunRecorder.create(runStart(output)), (error: Error) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, /already a run named "r1" in .*Choose another "name"/);
        return true;
      });
      assert.equal(await readFile(join(folder, 'responses.jsonl'), 'utf8'), before);
      const second = await recordRun(output, { start: { makeUnique: true } });
      assert.equal(second.folder, join(output, 'r1-2'));
      assert.equal(second.summary.run_name, 'r1-2');
    }));

  it('levels of a load test are side by side, with nothing else beside them', () =>
    withFolder(async test => {
      for (const name of ['00002-clients', '00010-clients']) await recordRun(test, { start: { name } });
      assert.deepEqual((await readdir(test)).sort(), ['00002-clients', '00010-clients']);
      for (const level of await readdir(test)) {
        const inside = await readdir(join(test, level), { withFileTypes: true });
        assert.ok(inside.every(entry => entry.isFile()));
      }
    }));

  it('secrets appear in no file', () =>
    withFolder(async output => {
      const { folder } = await recordRun(output);
      for (const file of await readdir(folder)) {
        const text = await readFile(join(folder, file), 'latin1');
        assert.doesNotMatch(text, /canary/, file);
        if (!['summary.json', 'stats.json', 'stalls.jsonl'].includes(file))
          assert.match(text, /\*\*\*/, file);
      }
    }));

  it('contributed statistics are in stats.json and survive loading', () =>
    withFolder(async output => {
      const { folder } = await recordRun(output, { contributed: { cost_total: 0.25 } });
      assert.equal((await json(folder, 'stats.json')).cost_total, 0.25);
      for (const responses of [true, false]) {
        assert.equal((await loadRun(folder, { responses })).stats['cost_total'], 0.25);
      }
    }));

  it('a time-bound run has n_requests total // clients in the summary and 0 in the configuration', () =>
    withFolder(async output => {
      const { folder } = await recordRun(output, { start: { requests: null, duration: 30, clients: 3 } });
      const config = await json(folder, 'run_config.json');
      assert.deepEqual([config.n_requests, config.run_duration], [0, 30]);
      assert.equal((await json(folder, 'summary.json')).n_requests, 2);
    }));

  it('an interrupted run has its files, `interrupted: true` and no test time', () =>
    withFolder(async output => {
      const { folder } = await recordRun(output, { interrupted: true });
      checkAsPython(folder);
      const summary = await json(folder, 'summary.json');
      assert.deepEqual([summary.total_test_time, summary.total_requests, summary.n_requests], [null, 8, 4]);
      assert.equal((await json(folder, 'stats.json')).interrupted, true);
      const loaded = await loadRun(folder, { responses: true });
      assert.equal(loaded.stats['interrupted'], true);
      assert.equal(loaded.stats['requests_per_minute'], null);
      assert.equal(loaded.partial, 'The run was stopped early.');
    }));

  it('a saved run loads as it was recorded, traces and all', () =>
    withFolder(async output => {
      const { folder, summary, stats } = await recordRun(output);
      const loaded = await loadRun(folder, { responses: true });
      assert.deepEqual(loaded.warnings, []);
      assert.equal(loaded.partial, null);
      assert.deepEqual(loaded.summary, summary);
      assert.deepEqual(loaded.stats, mergeSavedStats(recomputeStats(summary, scripted), stats));
      assert.deepEqual(
        loaded.traces.map(trace => trace?.id ?? null),
        scripted.map(({ id, request_time }) => (request_time === null ? null : id)),
      );
      assert.deepEqual(
        loaded.excluded.map(({ id, phase }) => [id, phase]),
        [['w', 'warmup']],
      );
      assert.equal(loaded.sidecar?.state, 'saved');
      const untouched = loaded.responses.map((r, i) => ({
        ...r,
        response_text: scripted[i]?.response_text,
        input_payload: scripted[i]?.input_payload,
        error: r.error && scripted[i]?.error,
      }));
      assert.deepEqual(untouched, scripted);
      assert.equal(loaded.responses[1]?.response_text, scripted[1]?.response_text?.replace(canary, '***'));
    }));
});
