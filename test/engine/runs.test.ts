import assert from 'node:assert/strict';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canFollow } from '../../src/extension/measurements/runTransitions.ts';
import type { RunSnapshot } from '../../src/protocol/run.ts';
import { checkAsPython } from '../conformance/pythonLoader.ts';
import { measure, simulated, snapshotWhere, startOf, withEngine } from './support/engine.ts';

const json = async (folder: string, file: string) => JSON.parse(await readFile(join(folder, file), 'utf8'));

describe('runs in the engine’s thread', () => {
  it('a run comes to its outcome, its folder and its report, with snapshots on the way', () =>
    withEngine(async (engine, folder) => {
      const seen: RunSnapshot[] = [];
      engine.on('snapshot', ({ snapshot }) => seen.push(snapshot));
      const outcome = await measure(
        engine,
        'run',
        startOf(folder, { clients: 3, requests: 5, warmup: 1, name: 'first', description: 'ü' }),
      );
      assert.deepEqual(
        [outcome.state, outcome.folder, outcome.totalRequests, outcome.failedRequests, outcome.message],
        ['saved', join(folder, 'runs', 'first'), 15, 0, null],
      );
      for (let i = 1; i < seen.length; i += 1) {
        const [before, after] = [seen[i - 1], seen[i]];
        assert.ok(
          before && after && canFollow(before.state, after.state),
          `${before?.state} ${after?.state}`,
        );
        assert.ok(after.progress.done >= before.progress.done);
      }
      const last = seen.at(-1);
      assert.deepEqual([last?.state, last?.progress.done, last?.folder], ['saved', 15, outcome.folder]);
      assert.equal(last?.metrics['ttft']?.n, 15);
      checkAsPython(outcome.folder);
      const report = await engine.request('loadReport', { folder: outcome.folder });
      assert.deepEqual(
        [
          report.name,
          report.description,
          report.state,
          report.partial,
          report.warnings,
          report.totalRequests,
        ],
        ['first', 'ü', 'saved', null, [], 15],
      );
      assert.deepEqual(report.metrics, JSON.parse(JSON.stringify(outcome.metrics)));
      assert.deepEqual(report.columns.ttft.length, 15);
      const detail = await engine.request('loadRequest', { folder: outcome.folder, index: 14 });
      assert.deepEqual([detail.index, detail.trace?.phase], [14, 'measure']);
      const { runs, warnings } = await engine.request('listRuns', { roots: [join(folder, 'runs')] });
      assert.deepEqual([runs.map(run => run.name), warnings], [['first'], []]);
    }));

  it('says how accurate it is itself: checked once, written to every run', () =>
    withEngine(async (engine, folder) => {
      const environmentOf = async (name: string) => {
        const outcome = await measure(engine, 'run', startOf(folder, { name }));
        const saved = await json(outcome.folder, 'llmeter.json');
        assert.equal(JSON.stringify(saved.environment), JSON.stringify(outcome.environment));
        return saved.environment;
      };
      const first = await environmentOf('one');
      const second = await environmentOf('two');
      assert.deepEqual(
        [first.thread, typeof first.stall_longest, typeof first.gc_total],
        ['worker', 'number', 'number'],
      );
      for (const key of ['self_check_error_p50', 'self_check_error_p99', 'self_check_events_per_second']) {
        assert.ok(first[key] > 0, key);
        assert.equal(second[key], first[key], key);
      }
      assert.ok(first.self_check_error_p50 <= first.self_check_error_p99);
    }));

  it('runs without a name get the local date and time, made unique; two at once get different names', () =>
    withEngine(async (engine, folder) => {
      const plan = { clients: 2, requests: 4, output: 'here' };
      const outcomes = await Promise.all(
        ['a', 'b', 'c'].map(id => measure(engine, 'run', startOf(folder, plan), id)),
      );
      const folders = outcomes.map(outcome => outcome.folder);
      assert.equal(new Set(folders).size, 3);
      for (const each of outcomes) {
        assert.match(each.folder, /\/here\/\d{8}-\d{4}(-\d+)?$/);
        assert.deepEqual([each.state, each.totalRequests], ['saved', 8]);
        const summary = await json(each.folder, 'summary.json');
        assert.equal(each.folder, join(folder, 'here', summary.run_name));
        const lines = (await readFile(join(each.folder, 'responses.jsonl'), 'utf8')).trimEnd().split('\n');
        assert.equal(lines.length, 8);
      }
    }));

  it('each run gets its own folder inside the plan’s output, relative to the base folder or absolute', () =>
    withEngine(async (engine, folder) => {
      // Our `output` is what LLMeter calls the runner's: there is no output of a single run that would
      // be used without the run's name.
      for (const output of ['out', join(folder, 'absolute')]) {
        const outcome = await measure(engine, 'run', startOf(folder, { name: 'r', output }));
        assert.equal(outcome.folder, join(folder, output.replace(folder, ''), 'r'));
      }
    }));

  it('a second run of the same name is refused and leaves the first as it was', () =>
    withEngine(async (engine, folder) => {
      const start = startOf(folder, { name: 'taken', requests: 2 });
      const { folder: first } = await measure(engine, 'run', start);
      const before = await readFile(join(first, 'responses.jsonl'), 'utf8');
      await assert.rejects(measure(engine, 'run', start), {
        name: 'UserError',
        message: /^There is already a run named "taken" in .*\. Choose another "name"/,
      });
      assert.equal(await readFile(join(first, 'responses.jsonl'), 'utf8'), before);
    }));

  it('one id stands for one measurement at a time', () =>
    withEngine(async (engine, folder) => {
      const first = measure(engine, 'run', startOf(folder, { requests: 3 }));
      await assert.rejects(measure(engine, 'run', startOf(folder, {})), {
        name: 'UserError',
        message: 'Measurement run is already running.',
      });
      assert.equal((await first).totalRequests, 3);
      assert.equal((await measure(engine, 'run', startOf(folder, {}))).totalRequests, 1);
    }));

  it('a time-bound run stores 0 requests in its configuration and total // clients in its summary', () =>
    withEngine(async (engine, folder) => {
      const { folder: run } = await measure(
        engine,
        'run',
        startOf(folder, { clients: 3, duration: '700ms', name: 'timed' }),
      );
      const [config, summary] = [await json(run, 'run_config.json'), await json(run, 'summary.json')];
      assert.deepEqual([config.n_requests, config.run_duration], [0, 0.7]);
      assert.ok(summary.total_requests > 3);
      assert.equal(summary.n_requests, Math.floor(summary.total_requests / 3));
    }));

  it('a request that stalls is aborted after its timeout and counted; its client continues', () =>
    withEngine(async (engine, folder) => {
      const outcome = await measure(
        engine,
        'run',
        startOf(folder, { endpoint: simulated('stall'), clients: 2, requests: 2, timeout: '2.5s' }),
      );
      assert.deepEqual([outcome.totalRequests, outcome.failedRequests, outcome.state], [4, 4, 'saved']);
      const { errors, columns } = await engine.request('loadReport', { folder: outcome.folder });
      assert.deepEqual(
        errors.map(({ reason, count, example }) => ({ reason, count, example })),
        [
          {
            reason: 'timeout',
            count: 4,
            example:
              'The request took longer than 2.5 s and was cancelled: raise "timeout", or ask for less.',
          },
        ],
      );
      const { response } = await engine.request('loadRequest', { folder: outcome.folder, index: 0 });
      assert.ok(response.response_text, 'what came before is kept');
      assert.ok((columns.ttft[0] ?? 9) < 2.5);
    }));

  it('stopped: stage one lets requests in flight finish, stage two aborts them into the trace alone', () =>
    withEngine(async (engine, folder) => {
      const first = measure(
        engine,
        'run',
        startOf(folder, { endpoint: simulated('default'), duration: '10m', clients: 4 }),
        'gentle',
      );
      await snapshotWhere(engine, ({ progress }) => progress.done > 2);
      await engine.request('stop', { id: 'gentle', stage: 1 });
      const gentle = await first;
      assert.deepEqual([gentle.state, gentle.failedRequests], ['partial', 0]);
      assert.equal(gentle.stats['interrupted'], true);
      assert.equal((await json(gentle.folder, 'summary.json')).total_test_time, null);

      const second = measure(
        engine,
        'run',
        startOf(folder, { endpoint: simulated('stall'), duration: '10m', clients: 4 }),
        'hard',
      );
      await snapshotWhere(engine, ({ progress }, { id }) => id === 'hard' && progress.inFlight === 4);
      await engine.request('stop', { id: 'hard', stage: 1 });
      await engine.request('stop', { id: 'hard', stage: 2 });
      const hard = await second;
      assert.deepEqual([hard.state, hard.totalRequests], ['partial', 0]);
      assert.equal((await stat(join(hard.folder, 'responses.jsonl'))).size, 0);
      const traces = (await readFile(join(hard.folder, 'trace.jsonl'), 'utf8')).trimEnd().split('\n');
      assert.deepEqual(
        traces.map(line => JSON.parse(line).phase),
        Array(4).fill('cancelled'),
      );
      for (const each of [gentle, hard]) {
        checkAsPython(each.folder);
        const report = await engine.request('loadReport', { folder: each.folder });
        assert.equal(report.partial, 'The run was stopped early.');
      }
    }));

  it('a stop that comes before the run has begun still stops it', () =>
    withEngine(async (engine, folder) => {
      const run = measure(engine, 'run', startOf(folder, { duration: '10m' }));
      await engine.request('stop', { id: 'run', stage: 2 });
      await engine.request('stop', { id: 'run', stage: 1 });
      const outcome = await run;
      assert.deepEqual([outcome.state, outcome.totalRequests], ['partial', 0]);
    }));

  it('low memory gives the same run without keeping responses', () =>
    withEngine(async (engine, folder) => {
      const outcome = await measure(
        engine,
        'run',
        startOf(folder, { clients: 2, requests: 5, lowMemory: true }),
      );
      assert.equal((await json(outcome.folder, 'run_config.json')).low_memory, true);
      const report = await engine.request('loadReport', { folder: outcome.folder });
      assert.equal(report.columns.ttft.length, 10);
      for (const key of ['time_to_first_token-p50', 'time_to_last_token-p99', 'total_output_tokens']) {
        assert.equal(report.stats[key], outcome.stats[key], key);
      }
    }));

  it('low memory always has an output: the default where the plan names none', () =>
    withEngine(async (engine, folder) => {
      const outcome = await measure(engine, 'run', startOf(folder, { lowMemory: true }));
      assert.ok(outcome.folder.startsWith(join(folder, 'runs')));
    }));

  it('payload files are read from the base folder, and their order is in none of the files', () =>
    withEngine(async (engine, folder) => {
      const lines = ['one', 'two', 'three'].map(content =>
        JSON.stringify({ messages: [{ role: 'user', content }] }),
      );
      await writeFile(join(folder, 'p.jsonl'), lines.join('\n'));
      const outcome = await measure(engine, 'run', startOf(folder, { payload: 'p.jsonl', clients: 2 }));
      assert.equal(outcome.totalRequests, 6);
      const saved = (await readFile(join(outcome.folder, 'payload.jsonl'), 'utf8')).trimEnd().split('\n');
      assert.deepEqual(
        saved.map(line => JSON.stringify(JSON.parse(line))),
        lines,
      );
    }));

  it('an output that cannot be written is a sentence, and nothing was sent', () =>
    withEngine(async (engine, folder) => {
      await writeFile(join(folder, 'file'), '');
      await assert.rejects(measure(engine, 'run', startOf(folder, { output: 'file/deeper' })), {
        name: 'UserError',
        message: /^Cannot write to the run folder .*: a part of the path is a file\. Set "output"/,
      });
      await mkdir(join(folder, 'runs'));
    }));

  it('an unknown scenario is a failure that names the known ones', () =>
    withEngine(async (engine, folder) => {
      const endpoint = simulated('nonesuch');
      const outcome = await measure(engine, 'run', startOf(folder, { endpoint }));
      assert.equal(outcome.failedRequests, 1);
      const { errorTexts } = await engine.request('loadReport', { folder: outcome.folder });
      assert.match(errorTexts[0] ?? '', /There is no scenario .*nonesuch.*Known scenarios: default, steady/);
    }));

  it('plans, keys and payloads that cannot be used are refused before anything is made', () =>
    withEngine(async (engine, folder) => {
      for (const [plan, message] of [
        [{ requets: 1 }, /^The plan: Unknown key "requets"\. Did you mean "requests"\?$/],
        [{ clients: 'two' }, /^The plan: "clients" must be a number, not "two"/],
        [
          { endpoint: { ...simulated('fast'), baseUrl: 'http://127.0.0.1:9', apiKeyEnv: 'LLMETER_ABSENT' } },
          /^The environment variable LLMETER_ABSENT \("apiKeyEnv"\) is not set\.$/,
        ],
        [{ payload: 'absent.jsonl' }, /^The payload file .*absent\.jsonl does not exist\.$/],
      ] as const) {
        await assert.rejects(measure(engine, 'run', startOf(folder, plan)), { name: 'UserError', message });
      }
      await assert.rejects(stat(join(folder, 'runs')), { code: 'ENOENT' });
    }));
});
