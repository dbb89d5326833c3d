import assert from 'node:assert/strict';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SavedRuns } from '../../../src/results/savedRuns.ts';
import { recordRun, scripted, traceOf } from '../../conformance/scriptedRun.ts';
import { projectRoot } from '../../harness/projectRoot.ts';
import { withFolder } from '../folder/support/withFolder.ts';

const fixture = (name: string) => join(projectRoot, 'test/fixtures/llmeter', name);
const shown = (column: Float64Array) => Array.from(column, value => (Number.isNaN(value) ? null : value));

describe('the report of a saved run', () => {
  it('shows our own times for responses with a trace, and nothing for others', () =>
    withFolder(async output => {
      const { folder } = await recordRun(output, { contributed: { cost_total: 0.5 } });
      const report = await new SavedRuns().report(folder);
      const traces = scripted.map(response => (response.request_time === null ? null : traceOf(response)));
      assert.deepEqual(
        shown(report.columns.ttft),
        traces.map(trace => trace?.ttft ?? null),
      );
      assert.deepEqual(
        shown(report.columns.client),
        traces.map(trace => trace?.client ?? null),
      );
      assert.deepEqual(
        shown(report.columns.outputTokens),
        scripted.map(r => r.num_tokens_output),
      );
      assert.deepEqual([...report.columns.failed], [0, 0, 0, 0, 0, 1, 1, 0]);
      for (const column of Object.values(report.columns)) assert.equal(column.length, scripted.length);
      assert.deepEqual(
        [
          report.name,
          report.state,
          report.partial,
          report.warnings,
          report.totalRequests,
          report.failedRequests,
        ],
        ['r1', 'saved', null, [], 8, 2],
      );
      assert.equal(report.stats['cost_total'], 0.5);
      assert.deepEqual(report.endpoint, {
        name: 'openai',
        kind: 'OpenAICompletionStreamEndpoint',
        model: 'm',
        provider: 'openai',
        baseUrl: null,
        baseUrlFrom: null,
        stream: true,
      });
      assert.deepEqual(
        report.ids,
        scripted.map(response => response.id),
      );
    }));

  it('keeps the last run in memory for opening its requests', () =>
    withFolder(async folder => {
      await cp(fixture('count-bound/with-errors'), folder, { recursive: true });
      const saved = new SavedRuns();
      await saved.report(folder);
      await rm(join(folder, 'responses.jsonl'));
      assert.equal((await saved.request(folder, 3)).index, 3);
      await saved.report(fixture('count-bound/with-costs'));
      await assert.rejects(saved.request(folder, 3), { name: 'UserError', message: /no request 4/ });
    }));

  it('shows LLMeter’s times by the wall clock for a folder that Python wrote', async () => {
    const report = await new SavedRuns().report(fixture('count-bound/with-errors'));
    assert.deepEqual([report.state, report.totalRequests, report.failedRequests], ['saved', 22, 6]);
    assert.deepEqual([report.environment, report.plan, report.diagnostics], [null, null, []]);
    assert.equal(Math.min(...report.columns.sentAt.filter(at => !Number.isNaN(at))), 0);
    assert.ok(report.columns.client.every(Number.isNaN));
    const { response, trace } = await new SavedRuns().request(report.folder, 3);
    assert.equal(trace, null);
    assert.equal(shown(report.columns.ttft)[3], response.time_to_first_token);
    assert.equal(shown(report.columns.ttlt)[3], response.time_to_last_token);
    assert.equal(
      report.errors.reduce((sum, group) => sum + group.count, 0),
      6,
    );
    assert.equal(
      report.metrics['ttft']?.n,
      report.columns.ttft.filter((t, i) => !Number.isNaN(t) && !report.columns.failed[i]).length,
    );
  });

  it('says that an interrupted run is partial', async () => {
    const report = await new SavedRuns().report(fixture('interrupted/no-summary'));
    assert.equal(report.state, 'partial');
    assert.match(report.partial ?? '', /^The run wrote no summary/);
    assert.ok(report.totalRequests > 0);
  });

  it('takes the number of failures from the statistics if the responses are missing', () =>
    withFolder(async output => {
      const folder = join(output, 'r');
      await cp(fixture('count-bound/with-errors'), folder, { recursive: true });
      await rm(join(folder, 'responses.jsonl'));
      const report = await new SavedRuns().report(folder);
      assert.deepEqual([report.totalRequests, report.failedRequests, report.ids], [22, 6, []]);
      assert.match(
        report.warnings.join(),
        /responses\.jsonl is missing: only the saved statistics are shown\./,
      );
      assert.ok(report.stats['time_to_first_token-p50']);
    }));

  it('is refused for a folder without a run, and for a request that does not exist', () =>
    withFolder(async folder => {
      await assert.rejects(new SavedRuns().report(folder), {
        name: 'UserError',
        message: /is not a run folder/,
      });
      await assert.rejects(new SavedRuns().report(join(folder, 'absent')), {
        name: 'UserError',
        message: /does not exist/,
      });
      await assert.rejects(new SavedRuns().request(fixture('count-bound/with-errors'), 22), {
        name: 'UserError',
        message: /^There is no request 23 in /,
      });
    }));
});
