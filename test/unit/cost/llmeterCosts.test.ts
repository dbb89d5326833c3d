import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { isJsonObject } from '../../../src/core/base/jsonValue.ts';
import { costModel } from '../../../src/core/cost/costModel.ts';
import { requestCost, runCost } from '../../../src/core/cost/dimensions.ts';
import { LlmeterCosts } from '../../../src/core/cost/llmeterCosts.ts';
import { emptyResponse, type InvocationResponse } from '../../../src/core/request/response.ts';
import { loadRun } from '../../../src/folder/loadRun.ts';
import { projectRoot } from '../../harness/projectRoot.ts';

const fixture = join(projectRoot, 'test/fixtures/llmeter/count-bound/with-costs');

function response(input: number | null, output: number | null): InvocationResponse {
  return { ...emptyResponse(), num_tokens_input: input, num_tokens_output: output };
}

function costsOf(model: ReturnType<typeof costModel>, responses: readonly InvocationResponse[], time = 0) {
  const costs = new LlmeterCosts(model);
  for (const one of responses) costs.add(one);
  return costs.contributions(time);
}

const tokens = (price_per_million: number, granularity = 1) => ({ price_per_million, granularity });

describe('LLMeter’s cost figures', () => {
  it('the formulas give LLMeter’s measured values', () => {
    const time = (price_per_hour: number, granularity_secs: number) =>
      runCost({ _type: 'EndpointTime', price_per_hour, granularity_secs }, 61.2);
    assert.equal(requestCost({ _type: 'InputTokens', ...tokens(3, 1000) }, response(1001, null)), 0.006);
    assert.equal(time(3.6, 1), 0.062000000000000006);
    assert.equal(time(3.6, 60), 0.12);
    assert.equal(time(3.6, 0.5), 0.0615);
    assert.equal(
      runCost(
        {
          _type: 'SageMakerRTEndpointCompute',
          instance_type: 'ml.g5.xlarge',
          instance_count: 2,
          price_per_hour: 1.8,
        },
        61.2,
      ),
      0.062000000000000006,
    );
    assert.equal(
      runCost({ _type: 'SageMakerRTEndpointStorage', gbs_provisioned: 100, price_per_gb_hour: 0.018 }, 61.2),
      0.031,
    );
  });

  it('the keys come in LLMeter’s order, equal to the last digit', () => {
    const model = costModel({
      InputTokens: { _type: 'InputTokens', ...tokens(1) },
      OutputTokens: { _type: 'OutputTokens', ...tokens(2) },
    });
    const stats = costsOf(model, [response(10, 1), response(10, 2), response(10, 3)]);
    assert.deepEqual(Object.keys(stats), [
      ...['-average', '-p50', '-p90', '-p99'].map(end => `cost_InputTokens_per_request${end}`),
      ...['-average', '-p50', '-p90', '-p99'].map(end => `cost_OutputTokens_per_request${end}`),
      ...['-average', '-p50', '-p90', '-p99'].map(end => `cost_per_request${end}`),
      'cost_InputTokens',
      'cost_OutputTokens',
      'cost_total',
    ]);
    assert.equal(stats['cost_InputTokens'], 3.0000000000000004e-5);
    assert.equal(stats['cost_OutputTokens'], 1.2e-5);
    assert.equal(stats['cost_total'], 4.2000000000000004e-5);
    assert.equal(stats['cost_per_request-average'], 1.4000000000000001e-5);
    assert.equal(stats['cost_per_request-p90'], 1.7200000000000005e-5);
    assert.equal(stats['cost_per_request-p99'], 1.792e-5);
  });

  it('a failed response adds no cost and does not abort', () => {
    const model = costModel(
      [
        { _type: 'InputTokens', ...tokens(1) },
        { _type: 'OutputTokens', ...tokens(2) },
      ],
      [{ _type: 'EndpointTime', price_per_hour: 3600, granularity_secs: 1 }],
    );
    const good = [response(10, 1), response(20, 5)];
    const failed = { ...response(null, null), error: 'boom' };
    assert.deepEqual(costsOf(model, [...good, failed], 2), costsOf(model, good, 2));
    assert.equal(costsOf(model, [failed], 2)['cost_total'], 2);
  });

  it('a run that Python saved has the same totals when computed again, digit for digit and in its order', async () => {
    const run = await loadRun(fixture, { responses: true });
    const saved = JSON.parse(await readFile(join(fixture, 'stats.json'), 'utf8'));
    const model = costModel(
      {
        InputTokens: { _type: 'InputTokens', ...tokens(3) },
        OutputTokens: { _type: 'OutputTokens', ...tokens(15, 10) },
      },
      { Uptime: { _type: 'EndpointTime', price_per_hour: 36, granularity_secs: 1 } },
    );
    assert.ok(isJsonObject(saved));
    const costs = Object.entries(saved).filter(([key]) => key.startsWith('cost_'));
    assert.equal(costs.length, 16);
    assert.deepEqual(
      Object.entries(costsOf(model, run.responses, run.summary.total_test_time ?? Number.NaN)),
      costs,
    );
  });

  it('the parts sum to the total, in any order of responses', () => {
    const count = fc.option(fc.nat(1_000_000));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(count, count), { minLength: 1 }),
        fc.double({ min: 0, max: 1000, noNaN: true }),
        fc.double({ min: 0, max: 1e5, noNaN: true }),
        (counts, price, time) => {
          const model = costModel(
            [
              { _type: 'InputTokens', ...tokens(price, 7) },
              { _type: 'OutputTokens', ...tokens(price * 5) },
            ],
            [{ _type: 'EndpointTime', price_per_hour: price, granularity_secs: 60 }],
          );
          const responses = counts.map(([input, output]) => response(input, output));
          const stats = costsOf(model, responses, time);
          const parts = ['EndpointTime', 'InputTokens', 'OutputTokens'].map(
            name => stats[`cost_${name}`] ?? 0,
          );
          assert.equal(
            stats['cost_total'],
            parts.reduce((sum, part) => sum + part, 0),
          );
          const backwards = costsOf(model, responses.toReversed(), time)['cost_total'] ?? 0;
          assert.ok(Math.abs((stats['cost_total'] ?? 0) - backwards) <= 1e-9 * backwards);
        },
      ),
    );
  });
});
