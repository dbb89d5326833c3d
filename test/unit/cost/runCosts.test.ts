import assert from 'node:assert/strict';
import fc from 'fast-check';
import { costModel } from '../../../src/core/cost/costModel.ts';
import type { FoundPrice } from '../../../src/core/cost/price.ts';
import { dimensionsOf, type Pricing, pricingSchema, pricingToJson } from '../../../src/core/cost/pricing.ts';
import { RunCosts } from '../../../src/core/cost/runCosts.ts';
import { emptyResponse, type InvocationResponse } from '../../../src/core/request/response.ts';
import type { ResponseTrace } from '../../../src/core/request/trace.ts';
import { trace } from '../metrics/samples.ts';

const price: FoundPrice = {
  input: 1,
  output: 10,
  cachedInput: 0.1,
  cacheWrite: 1.25,
  reasoning: 20,
  request: 0.5,
  currency: 'USD',
  asOf: null,
  source: null,
  from: 'the plan',
  matched: null,
  warnings: [],
};

function pricing(changes: Partial<Pricing> = {}): Pricing {
  return {
    currency: 'USD',
    model: costModel(dimensionsOf(price)),
    price,
    cacheBeside: false,
    ...changes,
  };
}

interface Tokens {
  input?: number | null;
  output?: number | null;
  cached?: number | null;
  reasoning?: number | null;
}

function response({
  input = null,
  output = null,
  cached = null,
  reasoning = null,
}: Tokens): InvocationResponse {
  return {
    ...emptyResponse(),
    num_tokens_input: input,
    num_tokens_output: output,
    num_tokens_input_cached: cached,
    num_tokens_output_reasoning: reasoning,
  };
}

function costOf(given: Pricing, tokens: Tokens, changes: Partial<ResponseTrace> = {}) {
  return new RunCosts(given).costOf(response(tokens), trace(changes));
}

const million = 1_000_000;

describe('the cost of a request', () => {
  it('has a price for each kind of token, and one for the request', () => {
    const tokens = { input: 3 * million, cached: million, output: 2 * million, reasoning: million };
    assert.deepEqual(costOf(pricing(), tokens, { cacheWriteTokens: million }), {
      // 1 fresh, 1 cached, 1 written, 1 visible, 1 reasoning, the request
      cost: 1 + 0.1 + 1.25 + 10 + 20 + 0.5,
      complete: true,
    });
  });

  it('adds cached tokens if the API does not count them as input', () => {
    const tokens = { input: million, cached: million, output: 0 };
    assert.deepEqual(costOf(pricing({ cacheBeside: true }), tokens), { cost: 1 + 0.1 + 0.5, complete: true });
    assert.deepEqual(costOf(pricing(), tokens), { cost: 0.1 + 0.5, complete: true });
  });

  it('does not add cached tokens to a count of our own, which is of the whole prompt', () => {
    const tokens = { input: 2 * million, cached: million, output: 0 };
    const counted = { tokenSourceInput: 'tokenizer' } as const;
    assert.deepEqual(costOf(pricing({ cacheBeside: true }), tokens, counted), {
      cost: 1 + 0.1 + 0.5,
      complete: true,
    });
  });

  it('includes cached and reasoning tokens even if LLMeter’s fields have none', () => {
    const tokens = { input: 2 * million, output: 2 * million };
    const counts = { cachedInputTokens: million, reasoningTokens: million };
    assert.deepEqual(costOf(pricing(), tokens, counts), { cost: 1 + 0.1 + 10 + 20 + 0.5, complete: true });
  });

  it('adds reasoning that is larger than the output count', () => {
    const tokens = { input: 0, output: million, reasoning: 2 * million };
    assert.deepEqual(costOf(pricing(), tokens), { cost: 10 + 40 + 0.5, complete: true });
  });

  it('charges kinds without a price as input or output tokens', () => {
    const { cachedInput: _, reasoning: __, ...plain } = price;
    const tokens = { input: 2 * million, cached: million, output: 2 * million, reasoning: million };
    assert.deepEqual(costOf(pricing({ price: plain }), tokens), { cost: 2 + 20 + 0.5, complete: true });
  });

  it('keeps the known cost of a request that broke off, and marks it as incomplete', () => {
    const broken = { ...response({ input: million }), error: 'cut' };
    assert.deepEqual(new RunCosts(pricing()).costOf(broken, null), { cost: 1.5, complete: false });
  });

  it('charges nothing for a refused request', () => {
    const refused = { ...response({}), error: 'refused' };
    assert.deepEqual(new RunCosts(pricing()).costOf(refused, null), { cost: 0, complete: false });
  });
});

describe('the costs of a run', () => {
  it('have notes on what is unknown, counted here, or charged without a price', () => {
    const { cachedInput: _, cacheWrite: __, ...plain } = price;
    const costs = new RunCosts(pricing({ price: { ...plain, warnings: ['Old.'] } }));
    costs.add(response({ input: 10, output: 5, cached: 4 }), trace({ cacheWriteTokens: 2 }));
    costs.add({ ...response({}), error: 'refused' }, trace());
    costs.add(response({ input: 10, output: 5 }), trace({ tokenSourceOutput: 'estimate' }));
    const { unknown, requests, perRequest, notes } = costs.result(1, null);
    assert.deepEqual({ unknown, requests, n: perRequest.n }, { unknown: 1, requests: 3, n: 2 });
    assert.deepEqual(notes, [
      '1 request did not report all token counts, so the total does not include its full cost.',
      'The provider did not report all token counts for 1 request: the cost is based on tokens counted here.',
      'The price has no "cachedInput", so tokens read from the cache were charged as input tokens. The cost is probably too high.',
      'The price has no "cacheWrite", so tokens written to the cache were charged as input tokens. The cost is probably too low.',
      'Old.',
    ]);
  });

  it('include warm-up and cancelled requests, which are billed but in no statistics', () => {
    const costs = new RunCosts(pricing());
    costs.add(response({ input: million, output: million }), trace());
    costs.addUnmeasured(response({ input: million, output: 0 }), trace({ phase: 'warmup' }));
    const result = costs.result(null, null);
    assert.deepEqual(result.unmeasured, { requests: 1, unknown: 0, cost: 1.5 });
    assert.equal(result.total, 11.5 + 1.5);
    assert.equal(result.perRequest.mean, 11.5);
    assert.equal(result.perMillionOutputTokens, 11.5);
    assert.equal(costs.contributions(null)['cost_total'], 11);
  });

  it('charge an interrupted run for the time from the first sent to the last received', () => {
    const model = costModel([], [{ _type: 'EndpointTime', price_per_hour: 3600, granularity_secs: 1 }]);
    const costs = new RunCosts(pricing({ model, price: null }));
    costs.add(response({}), trace({ sentAt: 1, endedAt: 3 }));
    costs.add(response({}), trace({ sentAt: 2, endedAt: 4 }));
    assert.equal(costs.result(null, null).total, 3);
    assert.equal(costs.contributions(null)['cost_EndpointTime'], 3);
    assert.equal(costs.result(10, null).total, 10);
  });

  const counts = fc.option(fc.nat(100_000));
  const requests = fc.array(
    fc.record({ input: counts, output: counts, cached: counts, reasoning: counts, failed: fc.boolean() }),
  );

  it('are the sum of their parts, and of the costs of single requests', () => {
    fc.assert(
      fc.property(requests, fc.boolean(), fc.nat(1000), (all, cacheBeside, time) => {
        const model = costModel(dimensionsOf(price), [
          { _type: 'EndpointTime', price_per_hour: 7, granularity_secs: 1 },
        ]);
        const given = pricing({ cacheBeside, model });
        const costs = new RunCosts(given);
        let running = 0;
        for (const { failed, ...tokens } of all) {
          const one = { ...response(tokens), error: failed ? 'failed' : null };
          running += costs.add(one, trace()).cost;
        }
        const { total, parts, perRequest, unknown } = costs.result(time, null);
        const close = (a: number, b: number) =>
          assert.ok(Math.abs(a - b) <= 1e-9 * Math.max(1, b), `${a} ${b}`);
        close(
          parts.reduce((sum, { cost }) => sum + cost, 0),
          total,
        );
        close(running + costs.ofTime(time), total);
        close(costs.ofRequests, running);
        assert.ok(perRequest.n + unknown <= all.length);
      }),
    );
  });

  it('can be computed again from what is saved with the run', () => {
    assert.deepEqual(pricingSchema.parse(JSON.parse(JSON.stringify(pricingToJson(pricing())))), pricing());
    assert.equal(pricingSchema.safeParse({ currency: 'USD' }).success, false);
  });
});
