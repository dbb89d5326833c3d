import assert from 'node:assert/strict';
import fc from 'fast-check';
import { costModel } from '../../../src/core/cost/costModel.ts';
import type { FoundPrice } from '../../../src/core/cost/price.ts';
import { dimensionsOf, type Pricing } from '../../../src/core/cost/pricing.ts';
import { RunCosts } from '../../../src/core/cost/runCosts.ts';
import { responseOfTrace } from '../../../src/core/request/unmeasured.ts';
import { whitespaceTokenizer } from '../../../src/core/tokens/tokenizer.ts';
import { RunSpending } from '../../../src/measure/spending/runSpending.ts';
import { hello } from './support/scriptedEndpoint.ts';
import { type ScriptedRunOptions, wholeRun } from './support/scriptedRun.ts';

const price: FoundPrice = {
  input: 1_000_000,
  output: 1_000_000,
  currency: 'USD',
  asOf: null,
  source: null,
  from: 'the plan',
  matched: null,
  warnings: [],
};

/** Each token costs 1. */
const pricing: Pricing = {
  currency: 'USD',
  model: costModel(dimensionsOf(price)),
  price,
  cacheBeside: false,
};

function spend(
  budget: number | null,
  changes: Partial<Pricing> = {},
): NonNullable<ScriptedRunOptions['spending']> {
  return clock =>
    new RunSpending({ pricing: { ...pricing, ...changes }, budget, tokenizer: whitespaceTokenizer, clock });
}

/** At most 64 + 1 tokens of input and 10 of output. */
const small = { prompt: 'a', max_tokens: 10 };

function used(inputTokens: number, outputTokens: number) {
  return { ...hello, usage: { inputTokens, outputTokens } };
}

describe('what a run spends', () => {
  it('is contributed to LLMeter’s statistics, and is one of our metrics', async () => {
    const { result } = await wholeRun({
      spending: spend(null),
      script: ({ number }) => used(10, number + 1),
      config: { requests: 3, payloads: [small] },
    });
    assert.deepEqual(
      Object.entries(result.stats).filter(([key]) => /^cost_(total|\w+Tokens)$/.test(key)),
      [
        ['cost_InputTokens', 30],
        ['cost_OutputTokens', 6],
        ['cost_total', 36],
      ],
    );
    assert.equal(result.stats['cost_per_request-p50'], 12);
    assert.deepEqual(result.metrics['cost'], { n: 3, value: 36, unit: 'USD' });
    assert.deepEqual(result.metrics['cost_per_million_output_tokens'], { n: 3, value: 6e6, unit: 'USD' });
    assert.deepEqual(result.cost?.parts, [
      { name: 'Input tokens', cost: 30 },
      { name: 'Output tokens', cost: 6 },
    ]);
    assert.deepEqual(
      result.diagnostics.filter(({ id }) => id.startsWith('budget')),
      [],
    );
  });

  it('is known, and limited by the budget, if the provider counts no tokens', async () => {
    const { result } = await wholeRun({
      spending: spend(200),
      script: () => ({ ...used(0, 0), texts: ['one two', ' three'], at: [10, 20] }),
      config: { requests: 200, payloads: [small] },
    });
    assert.ok((result.summary.total_requests ?? 200) < 50);
    assert.ok(result.diagnostics.some(({ id }) => id === 'budget'));
    assert.ok(result.diagnostics.some(({ id }) => id === 'contradictory-usage'));
  });

  it('is the same with low memory', async () => {
    const options = {
      spending: spend(null),
      script: ({ number }: { number: number }) => used(10, number),
    };
    const config = { requests: 5, payloads: [small] };
    const costs = async (lowMemory: boolean) =>
      (await wholeRun({ ...options, config: { ...config, lowMemory } })).result.cost;
    assert.deepEqual(await costs(true), await costs(false));
  });

  it('a failed response adds no cost and does not abort', async () => {
    const { result } = await wholeRun({
      spending: spend(null),
      script: ({ number }) => (number === 1 ? { error: { message: 'no' }, end: 1 } : used(10, 1)),
      config: { requests: 3, payloads: [small] },
    });
    assert.equal(result.stats['cost_total'], 22);
    assert.equal(result.stats['failed_requests'], 1);
    assert.equal(result.cost?.unknown, 1);
    assert.match(result.cost?.notes[0] ?? '', /^1 request did not report/);
  });

  it('can be computed from the traces of requests that are not measured', async () => {
    const { result, files } = await wholeRun({
      spending: spend(null),
      script: ({ number }) =>
        number === 1
          ? { error: { message: 'no' }, end: 1 }
          : { ...used(10, number + 1), texts: ['a'], at: [5] },
      config: { clients: 2, requests: 1, warmup: 2, payloads: [small] },
    });
    const warmups = files.traces.filter(({ phase }) => phase === 'warmup');
    const again = new RunCosts(pricing);
    for (const trace of warmups) again.addUnmeasured(responseOfTrace(trace), trace);
    assert.deepEqual(again.result(0, null).unmeasured, result.cost?.unmeasured);
    assert.deepEqual([warmups.length, result.cost?.unmeasured.unknown], [4, 1]);
    // The traces of measured requests do not repeat what the responses say.
    assert.ok(
      files.traces.every(({ phase, inputTokens }) => phase === 'warmup' || inputTokens === undefined),
    );
  });

  it('ends the run before the requests in flight could exceed the budget', async () => {
    // Before the first answer a request may cost 75; then its prompt is known to have at most 32.5 tokens.
    const { result, endpoint, files } = await wholeRun({
      spending: spend(100),
      script: () => used(5, 5),
      config: { requests: 100, payloads: [small] },
    });
    assert.equal(result.cost?.total, 60);
    assert.equal(endpoint.calls.length, 6);
    assert.equal(files.finished?.state, 'partial');
    assert.equal(result.interrupted, true);
    const told = result.diagnostics.find(({ id }) => id === 'budget');
    assert.equal(
      told?.message,
      'The run stopped after spending 60.00 USD of its budget of 100.00 USD: another request might have exceeded it.',
    );
  });

  it('refuses a run if even one request may cost more, before anything is sent or written', async () => {
    const run = wholeRun({ spending: spend(50), config: { requests: 2, payloads: [small] } });
    await assert.rejects(run, {
      name: 'UserError',
      message:
        '"cost.budget" is 50.00 USD, but a single request may cost 75.00 USD: raise "cost.budget", or lower "maxTokens".',
    });
  });

  it('never exceeds the budget, however many clients there are and however long the answers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 75, max: 3000 }),
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.tuple(fc.nat(33), fc.nat(10), fc.nat(50)), { minLength: 1, maxLength: 20 }),
        async (budget, clients, answers) => {
          const { result } = await wholeRun({
            spending: spend(budget),
            script: ({ number }) => {
              const [input, output, time] = answers[number % answers.length] ?? [0, 0, 0];
              return { texts: ['x'], at: [time], usage: { inputTokens: input, outputTokens: output } };
            },
            config: { clients, requests: 40, warmup: 1, payloads: [small] },
          });
          assert.ok((result.cost?.total ?? Number.NaN) <= budget);
          const all = result.summary.total_requests === clients * 40;
          assert.equal(
            result.diagnostics.some(({ id }) => id === 'budget'),
            !all,
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is reported if it exceeded the budget because payloads do not limit their answers', async () => {
    const { result } = await wholeRun({
      spending: spend(100),
      script: () => used(5, 200),
      config: { requests: 5, payloads: [{ prompt: 'a' }] },
    });
    assert.equal(result.cost?.total, 205);
    assert.deepEqual(
      result.diagnostics.filter(({ id }) => id.startsWith('budget')).map(({ id, advice }) => [id, advice]),
      [
        ['budget', 'Raise "cost.budget", or lower "maxTokens" or the number of clients.'],
        [
          'budget-exceeded',
          'Set an output token limit in every payload: without one, the maximum cost of a request is unknown.',
        ],
      ],
    );
  });

  it('assumes the maximum cost for requests that broke off: they may still be billed', async () => {
    const { result, endpoint } = await wholeRun({
      spending: spend(200),
      script: () => ({ texts: ['x'], at: [1], error: { reason: 'timeout', message: 'too slow' } }),
      config: { requests: 100, payloads: [small] },
    });
    assert.equal(result.cost?.total, 0);
    assert.equal(endpoint.calls.length, 2);
    assert.match(
      result.diagnostics.find(({ id }) => id === 'budget')?.message ?? '',
      / 2 requests that broke off may still be billed and counted at maximum cost\.$/,
    );
  });

  it('counts nothing for refused requests', async () => {
    const { result, endpoint } = await wholeRun({
      spending: spend(100),
      script: () => ({ end: 1, error: { reason: 'rateLimit', message: 'slow down' } }),
      config: { requests: 50, payloads: [small] },
    });
    assert.equal(endpoint.calls.length, 50);
    assert.deepEqual(
      result.diagnostics.filter(({ id }) => id.startsWith('budget')),
      [],
    );
  });

  it('counts the warm-up against the budget', async () => {
    const { result } = await wholeRun({
      spending: spend(90),
      script: () => used(5, 5),
      config: { requests: 100, warmup: 2, payloads: [small] },
    });
    assert.equal(result.cost?.unmeasured.cost, 20);
    assert.equal(result.cost?.total, 50);
  });

  it('counts time-based costs against the budget', async () => {
    const model = costModel([], [{ _type: 'EndpointTime', price_per_hour: 3600, granularity_secs: 1 }]);
    const { result } = await wholeRun({
      spending: spend(10, { price: null, model }),
      script: () => ({ texts: ['x'], at: [2000] }),
      config: { requests: 100, payloads: [small] },
    });
    assert.equal(result.cost?.total, 10);
    assert.equal(result.stats['cost_EndpointTime'], 10);
  });

  it('is estimated before the first request', async () => {
    const spending: RunSpending[] = [];
    await wholeRun({
      spending: clock => {
        const made = spend(null)(clock);
        spending.push(made);
        return made;
      },
      config: { clients: 2, requests: 10, warmup: 1, payloads: [small] },
    });
    const { estimate } = spending[0]?.live() ?? {};
    assert.deepEqual(
      {
        requests: estimate?.requests,
        total: estimate?.total,
        perRequest: estimate?.perRequest,
        notes: estimate?.notes,
      },
      {
        requests: 22,
        total: { least: 22, likely: 22 * 11, most: 22 * 75 },
        perRequest: { least: 1, likely: 11, most: 75 },
        notes: [],
      },
    );
  });
});
