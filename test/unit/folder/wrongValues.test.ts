import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject, JsonValue } from '../../../src/core/base/jsonValue.ts';
import { readExperiment } from '../../../src/folder/experimentFile.ts';
import { type LoadedRun, loadRun } from '../../../src/folder/loadRun.ts';
import { recordRun, withFolder } from '../../conformance/scriptedRun.ts';

/** Loads a recorded run after changes to one of its documents, or to the lines of a file. */
function loadChanged(file: string, change: (content: string) => string): Promise<LoadedRun> {
  return withFolder(async output => {
    const { folder } = await recordRun(output);
    const path = join(folder, file);
    await writeFile(path, change(await readFile(path, 'utf8')));
    return loadRun(folder, { responses: true });
  });
}

function loadWith(file: string, changes: JsonObject): Promise<LoadedRun> {
  return loadChanged(file, text => JSON.stringify({ ...JSON.parse(text), ...changes }));
}

function changedLine(text: string, line: number, changes: JsonObject): string {
  const lines = text.trimEnd().split('\n');
  lines[line - 1] = JSON.stringify({ ...JSON.parse(lines[line - 1] ?? ''), ...changes });
  return `${lines.join('\n')}\n`;
}

function loadWithLine(file: string, line: number, changes: JsonObject): Promise<LoadedRun> {
  return loadChanged(file, text => changedLine(text, line, changes));
}

describe('wrong values in a run folder', () => {
  it('are reported with file, line and key, and left out', async () => {
    const { warnings, traces } = await loadWithLine('trace.jsonl', 3, { ttft: 'abc' });
    assert.deepEqual(warnings, [
      'trace.jsonl line 3: "ttft" must be a number or null, not "abc"; this value is left out.',
    ]);
    assert.deepEqual([traces[0]?.ttft, traces[1]?.ttft, traces[1]?.ttlt], [0.1, null, 0.9]);
  });

  it('drop the whole trace line if the value is essential', async () => {
    for (const [key, words] of [
      ['sentAt', 'a number'],
      ['phase', 'one of "warmup", "measure", "cancelled"'],
      ['gaps', 'a list of numbers'],
      ['chunks', 'a whole number'],
      ['newConnection', 'true or false'],
    ] as const) {
      const { warnings, traces, responses } = await loadWithLine('trace.jsonl', 3, { [key]: 'abc' });
      assert.deepEqual(warnings, [
        `trace.jsonl line 3: "${key}" must be ${words}, not "abc"; this line is left out.`,
      ]);
      assert.deepEqual([traces[0]?.id, traces[1], responses.length], ['chatcmpl-0', null, 8]);
    }
  });

  it('are not reported if optional keys are missing, as in older files', async () => {
    const { warnings, traces } = await loadChanged('trace.jsonl', text =>
      text.replaceAll('"ttft":0.1,', '').replaceAll('"chunks":4,', '"cacheWriteTokens":null,"chunks":4,'),
    );
    assert.deepEqual(warnings, []);
    assert.deepEqual([traces[0]?.ttft, traces[0] && 'cacheWriteTokens' in traces[0]], [null, false]);
    const without = await loadChanged('trace.jsonl', text => text.replaceAll('"sentAt":0,', ''));
    assert.deepEqual(without.warnings, [
      ...[1, 2, 3].map(line => `trace.jsonl line ${line}: "sentAt" is missing; this line is left out.`),
      'trace.jsonl: 5 more values are wrong.',
    ]);
  });

  it('of responses become null, but any error still counts as an error', async () => {
    const { warnings, responses } = await loadWithLine('responses.jsonl', 2, {
      id: 5,
      time_to_first_token: '0.1',
      request_time: 'yesterday',
      error: { code: 1 },
    });
    assert.deepEqual(warnings, [
      'responses.jsonl line 2: "id" must be text or null, not 5; it is read as text.',
      'responses.jsonl line 2: "time_to_first_token" must be a number or null, not "0.1"; this value is left out.',
      'responses.jsonl line 2: "request_time" must be a time such as "2026-01-01T12:00:00Z" or null, not "yesterday"; this value is left out.',
    ]);
    const { id, time_to_first_token, request_time, error } = responses[1] ?? {};
    assert.deepEqual([id, time_to_first_token, request_time, error], ['5', null, null, '{"code":1}']);
  });

  it('of a sidecar are dropped alone, or with the object that requires them', async () => {
    const { warnings, sidecar } = await loadWith('llmeter.json', {
      turns: 5,
      diagnostics: [
        1,
        { id: 'x' },
        { id: 'drift', severity: 'info', message: 'It drifts.', advice: 'Wait.', more: [1] },
      ],
      unknown: { kept: true },
    });
    assert.deepEqual(warnings, [
      'llmeter.json: "turns" must be text, not 5; this value is left out.',
      'llmeter.json: "diagnostics.0" must be an object, not 1; this value is left out.',
      'llmeter.json: "diagnostics.1.severity" is missing; "diagnostics.1" is left out.',
    ]);
    assert.deepEqual(
      [sidecar?.turns, sidecar?.state, sidecar?.diagnostics, sidecar?.['unknown']],
      [
        null,
        'saved',
        [{ id: 'drift', severity: 'info', message: 'It drifts.', advice: 'Wait.', more: [1] }],
        { kept: true },
      ],
    );
  });

  it('of a price drop the whole price', async () => {
    const price = {
      input: 1,
      output: 'two',
      currency: 'USD',
      asOf: null,
      source: null,
      from: 'the plan',
      matched: null,
      warnings: [],
    };
    const model = { request_dims: {}, run_dims: {} };
    const pricing: JsonValue = { currency: 'USD', model, price, cacheBeside: false };
    const { warnings, sidecar } = await loadWith('llmeter.json', { cost: { pricing } });
    assert.deepEqual(warnings, [
      'llmeter.json: "cost.pricing.price.output" must be a number, not "two"; "cost.pricing" is left out.',
    ]);
    assert.deepEqual(sidecar?.cost, { pricing: null, result: null });
  });

  it('of a sidecar drop the whole file if they are essential', async () => {
    const { warnings, sidecar } = await loadWith('llmeter.json', { state: 'done' });
    assert.deepEqual(warnings, [
      'llmeter.json: "state" must be one of "preparing", "warming", "running", "stopping", "saved", "partial", "failed", not "done"; this file is left out.',
    ]);
    assert.equal(sidecar, null);
  });

  it('of the summary and the configuration become defaults', async () => {
    const { warnings, summary } = await loadWith('summary.json', {
      clients: 'two',
      run_name: 7,
      start_time: 'noon',
    });
    assert.deepEqual(warnings, [
      'summary.json: "clients" must be a number, not "two"; this value is left out.',
      'summary.json: "run_name" must be text, not 7; this value is left out.',
      'summary.json: "start_time" must be a time such as "2026-01-01T12:00:00Z", not "noon"; this value is left out.',
    ]);
    assert.deepEqual([summary.clients, summary.run_name, summary.start_time], [1, null, null]);
    const { warnings: ofConfig, config } = await loadWith('run_config.json', {
      endpoint: { endpoint_type: 1, model_id: 'm' },
      progress_bar_stats: { rpm: 'requests_per_minute', odd: [] },
    });
    assert.deepEqual(ofConfig, [
      'run_config.json: "endpoint.endpoint_type" must be text, not 1; this value is left out.',
      'run_config.json: "progress_bar_stats.odd" must be a statistic or a list such as ["p50", "inv"], not a list; this value is left out.',
    ]);
    assert.deepEqual(
      [config?.endpoint, config?.progress_bar_stats],
      [{ model_id: 'm' }, { rpm: 'requests_per_minute' }],
    );
  });

  it('of statistics are recomputed from the responses; contributed statistics may hold anything', async () => {
    const { warnings, stats, savedStats } = await loadWith('stats.json', {
      failed_requests: 'none',
      'time_per_output_token-p50': {},
      interrupted: 1,
      mine: ['a', 1],
    });
    assert.deepEqual(warnings, [
      'stats.json: "failed_requests" must be a number or null, not "none"; this value is left out.',
      'stats.json: "time_per_output_token-p50" must be a number or null, not an object; this value is left out.',
      'stats.json: "interrupted" must be true or false, not 1; this value is left out.',
    ]);
    assert.deepEqual(
      [stats['failed_requests'], 'time_per_output_token-p50' in stats, stats['mine']],
      [2, false, ['a', 1]],
    );
    assert.equal(Object.keys(savedStats ?? {}).at(-1), 'mine');
  });

  it('of an experiment are dropped alone, except for its kind', () =>
    withFolder(async folder => {
      const written = {
        schema: 1,
        tool: 'test',
        kind: 'ab',
        name: 'x',
        state: 'saved',
        message: null,
        recipe: null,
        headline: 'speed',
        startTime: 7,
        runs: ['a', 5, 'b', null],
        parameters: { askedInputTokens: [1, 'x'] },
      };
      const read = async (changes: JsonObject) => {
        await writeFile(join(folder, 'experiment.json'), JSON.stringify({ ...written, ...changes }));
        const warnings: string[] = [];
        return { experiment: await readExperiment(folder, warnings), warnings };
      };
      const { experiment, warnings } = await read({});
      assert.deepEqual(warnings, [
        'experiment.json: "headline" must be the key of a metric that can be compared, not "speed"; this value is left out.',
        'experiment.json: "runs.1" must be the name of a folder inside this one, not 5; this value is left out.',
        'experiment.json: "runs.3" must be the name of a folder inside this one, not null; this value is left out.',
        'experiment.json: 1 more value is wrong.',
      ]);
      assert.deepEqual(
        [experiment?.decidingMetric, experiment?.runs, experiment?.parameters],
        [null, ['a', 'b'], {}],
      );
      assert.deepEqual(await read({ kind: 'race' }), {
        experiment: null,
        warnings: [
          'experiment.json: "kind" must be one of "ab", "load-test", "heatmap", "repeats", not "race"; this file is left out.',
        ],
      });
      assert.deepEqual(await read({ schema: 2, kind: 'race' }), {
        experiment: null,
        warnings: ['experiment.json was written by a later version (schema 2) and was ignored.'],
      });
      const outside = await read({ kind: 'ab', runs: ['a', '../../elsewhere', '..'] });
      assert.deepEqual(outside.experiment?.runs, ['a']);
      assert.match(outside.warnings.join(), /"runs\.1" must be the name of a folder inside this one/);
    }));
});
