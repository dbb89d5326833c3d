import assert from 'node:assert/strict';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadRun } from '../../../src/folder/loadRun.ts';
import { PriceBook } from '../../../src/prices/priceBook.ts';
import { savedCost } from '../../../src/results/savedCost.ts';
import { SavedRuns } from '../../../src/results/savedRuns.ts';
import { savedSample } from '../../../src/results/savedSample.ts';
import { projectRoot } from '../../harness/projectRoot.ts';
import { withFolder } from '../folder/support/withFolder.ts';

const fixture = (name: string) => join(projectRoot, 'test/fixtures/llmeter/count-bound', name);

const prices = `
prices:
  - {model: fixture-*, input: 3, output: 15, cachedInput: 0.3, asOf: 2026-11-01}
`;

describe('the cost of a saved run', () => {
  it('is Python’s total for a run of Python with a cost model in its run_config.json', async () => {
    const report = await new SavedRuns().report(fixture('with-costs'));
    assert.equal(report.cost?.total, report.stats['cost_total']);
    assert.deepEqual(report.cost?.parts, [
      { name: 'InputTokens', cost: report.stats['cost_InputTokens'] },
      { name: 'OutputTokens', cost: report.stats['cost_OutputTokens'] },
      { name: 'Uptime', cost: report.stats['cost_Uptime'] },
    ]);
    assert.equal(report.cost?.perRequest.p50, report.stats['cost_per_request-p50']);
    const { columns } = savedSample(await loadRun(fixture('with-costs'), { responses: true }), 'a');
    assert.deepEqual([columns.cost.length, columns.cost[0]], [12, 0.0009]);
  });

  it('is the same if newer versions of Python tagged the objects of the configuration with their classes', () =>
    withFolder(async folder => {
      await cp(fixture('with-costs'), folder, { recursive: true });
      const file = join(folder, 'run_config.json');
      const config = JSON.parse(await readFile(file, 'utf8'));
      const tagged = (name: string, state: object) => ({
        __llmeter_class__: `llmeter.${name}`,
        __llmeter_state__: state,
      });
      const rates = 'callbacks.cost.dimensions';
      config.endpoint = tagged('endpoints.bedrock.BedrockConverseStream', {
        model_id: 'fixture-model',
        endpoint_name: 'amazon bedrock',
        region: 'us-east-1',
      });
      config.tokenizer = tagged('tokenizers.DummyTokenizer', {});
      config.callbacks = [
        tagged('callbacks.mlflow.MlflowCallback', { step: null, nested: false }),
        tagged('callbacks.cost.model.CostModel', {
          request_dims: {
            // The names say nothing about the types.
            prompt: tagged(`${rates}.InputTokens`, { price_per_million: 3, granularity: 1 }),
            answer: tagged(`${rates}.OutputTokens`, { price_per_million: 15, granularity: 10 }),
          },
          run_dims: {
            Uptime: tagged(`${rates}.EndpointTime`, { price_per_hour: 36, granularity_secs: 1 }),
          },
        }),
      ];
      await writeFile(file, JSON.stringify(config));
      const report = await new SavedRuns().report(folder);
      assert.deepEqual(
        report.cost?.parts.map(({ name }) => name),
        ['prompt', 'answer', 'Uptime'],
      );
      assert.equal(report.cost?.total, report.stats['cost_total']);
      assert.deepEqual(report.warnings, []);
      assert.deepEqual([report.endpoint.kind, report.endpoint.stream], ['BedrockConverseStream', true]);
    }));

  it('is unknown without prices', async () => {
    assert.equal(savedCost(await loadRun(fixture('with-errors'), { responses: true })), null);
  });

  it('is computed from a price table, with cached tokens at their price and failures as far as known', () =>
    withFolder(async folder => {
      const file = join(folder, 'prices.yaml');
      await writeFile(file, prices);
      const run = await loadRun(fixture('with-errors'), { responses: true });
      const found = savedCost(run, await PriceBook.given(file));
      assert.ok(found);
      const cached = run.responses.reduce((sum, one) => sum + (one.num_tokens_input_cached ?? 0), 0);
      const part = (name: string) => found.result.parts.find(one => one.name === name)?.cost ?? 0;
      assert.ok(Math.abs(part('Input tokens read from the cache') - cached * 0.3e-6) < 1e-12);
      const { total, parts, unknown } = found.result;
      const sum = parts.reduce((all, { cost }) => all + cost, 0);
      assert.ok(Math.abs(sum - total) < 1e-12);
      assert.equal(Array.from(found.perResponse).filter(Number.isNaN).length, unknown);
      assert.ok(unknown > 0);
      assert.equal(found.result.price?.matched, 'fixture-*');
    }));
});
