import assert from 'node:assert/strict';
import fc from 'fast-check';
import { costModel } from '../../../src/core/cost/costModel.ts';
import { estimateSentence } from '../../../src/core/cost/costWords.ts';
import { type CostEstimate, estimateCost } from '../../../src/core/cost/estimate.ts';
import { estimateTogether } from '../../../src/core/cost/estimateTogether.ts';
import { payloadSize } from '../../../src/core/cost/payloadSize.ts';
import type { Pricing } from '../../../src/core/cost/pricing.ts';
import { rateBounds } from '../../../src/core/cost/rates.ts';
import { whitespaceTokenizer } from '../../../src/core/tokens/tokenizer.ts';
import { loadTokenizer } from '../../../src/measure/tokens/loadTokenizer.ts';

const pricing: Pricing = {
  currency: 'USD',
  model: costModel(),
  price: {
    input: 1e6,
    output: 2e6,
    cachedInput: 5e5,
    request: 1,
    currency: 'USD',
    asOf: null,
    source: null,
    from: 'the plan',
    matched: null,
    warnings: [],
  },
  cacheBeside: false,
};

const size = (payload: Parameters<typeof payloadSize>[0]) => payloadSize(payload, whitespaceTokenizer);

describe('the size of a payload', () => {
  it('is between its words and its bytes plus overhead, without names of models and roles', () => {
    const payload = { model: 'gpt', messages: [{ role: 'user', content: 'zwei Wörter' }] };
    assert.deepEqual(size(payload), {
      leastInput: 2,
      likelyInput: 3,
      mostInput: 12 + 64,
      mostOutput: null,
      mostReasoning: null,
      carriesFiles: false,
    });
  });

  it('has the output limit of every API’s form', () => {
    const forms = [
      { max_tokens: 7 },
      { max_completion_tokens: 7 },
      { max_output_tokens: 7 },
      { inferenceConfig: { maxTokens: 7 } },
      { generationConfig: { maxOutputTokens: 7 } },
      { parameters: { max_new_tokens: 7 } },
    ];
    assert.deepEqual(
      forms.map(form => size({ prompt: 'a', ...form }).mostOutput),
      forms.map(() => 7),
    );
    assert.equal(size({ prompt: 'a', max_tokens: 7, n: 3 }).mostOutput, 21);
  });

  it('says that files are attached, and does not count them as text', () => {
    const { mostInput } = size({ prompt: 'a' });
    for (const image of [Uint8Array.of(1), 'data:image/png;base64,AAAA', 'A'.repeat(2000)]) {
      assert.deepEqual(size({ prompt: 'a', image }), {
        ...size({ prompt: 'a' }),
        carriesFiles: true,
        mostInput,
      });
    }
  });

  it('is never below the count of a real tokenizer', async () => {
    const tokenizer = await loadTokenizer({ tokenizer_module: 'tiktoken', name: 'o200k_base' }, '/');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), text => {
        const { mostInput } = size({ prompt: text });
        assert.ok(tokenizer.count(text) <= mostInput);
        assert.ok(tokenizer.count(text) <= payloadSize({ prompt: text }, tokenizer).mostInput);
      }),
      { numRuns: 200 },
    );
  });
});

describe('an estimate', () => {
  const sizes = [
    { leastInput: 2, likelyInput: 3, mostInput: 10, mostOutput: 5, mostReasoning: null, carriesFiles: false },
    {
      leastInput: 4,
      likelyInput: 5,
      mostInput: 20,
      mostOutput: 10,
      mostReasoning: null,
      carriesFiles: false,
    },
  ];

  it('ranges from cached prompts without output to the longest outputs', () => {
    const estimate = estimateCost(pricing, sizes, 10, 3);
    // Likely: outputs at their limit, and nothing from the cache: 3 + 10 + 1 and 5 + 20 + 1.
    assert.deepEqual(estimate.perRequest, { least: 2 * 0.5 + 1, likely: 20, most: 20 + 10 * 2 + 1 });
    assert.deepEqual(estimate.total, { least: 10 * 2.5 + 3, likely: 10 * 20 + 3, most: 10 * 31 + 3 });
    assert.equal(
      estimateSentence(estimate),
      'Estimated cost: 28.00 to 313.00 USD for 10 requests, likely 203.00 USD if all outputs reach their limit.',
    );
  });

  it('knows that reasoning may have a price of its own, and how much of it a payload allows', () => {
    const { price } = pricing;
    const dear = { ...pricing, price: price && { ...price, reasoning: 6e6 } };
    const likely = (payload: object) =>
      estimateCost(dear, [{ ...size({ ...payload, max_tokens: 10 }), likelyInput: 1 }], 1, 0);
    // 1 of input, and 1 for the request; output costs 2, reasoning 6.
    assert.equal(likely({}).perRequest.likely, 2 + 10 * 6);
    assert.match(likely({}).notes.join(), /counts all output as reasoning/);
    const budget = likely({ thinking: { type: 'enabled', budget_tokens: 4 } });
    assert.deepEqual([budget.perRequest.likely, budget.notes], [2 + 6 * 2 + 4 * 6, []]);
    const off = [
      { thinking: { type: 'disabled' } },
      { reasoning_effort: 'none' },
      { reasoning: { effort: 'none' } },
      { reasoning: { enabled: false } },
      { chat_template_kwargs: { enable_thinking: false } },
      { generationConfig: { thinkingConfig: { thinkingBudget: 0 } } },
      { additionalModelRequestFields: { reasoningConfig: { type: 'disabled' } } },
    ];
    for (const payload of off)
      assert.equal(likely(payload).perRequest.likely, 2 + 10 * 2, JSON.stringify(payload));
  });

  it('has no upper bound if outputs are not limited or files are attached', () => {
    const [first] = sizes;
    const open = estimateCost(
      pricing,
      [
        {
          leastInput: 2,
          likelyInput: 3,
          mostInput: 10,
          mostOutput: null,
          mostReasoning: null,
          carriesFiles: true,
        },
      ],
      2,
      0,
    );
    assert.deepEqual(
      [open.total, open.perRequest, open.notes.length],
      [{ least: 4, likely: null, most: null }, { least: 2, likely: null, most: null }, 2],
    );
    assert.match(
      estimateSentence(open),
      /^Estimated cost: at least 4\.00 USD for 2 requests\. Some payloads do not limit the output/,
    );
    assert.ok(first);
  });

  it('is for a single request if the run has a given duration', () => {
    const model = costModel([], [{ _type: 'EndpointTime', price_per_hour: 1, granularity_secs: 1 }]);
    const estimate = estimateCost({ ...pricing, model }, sizes, null, null);
    assert.equal(estimate.total, null);
    assert.match(
      estimateSentence(estimate),
      /^Estimated cost: 2\.00 to 41\.00 USD per request, likely 20\.00 USD if all outputs reach their limit\. Excluded: the cost of time/,
    );
  });

  it('takes LLMeter’s token steps into account', () => {
    const model = costModel([
      { _type: 'InputTokens', price_per_million: 1e6, granularity: 10 },
      { _type: 'OutputTokens', price_per_million: 2e6, granularity: 1 },
    ]);
    assert.deepEqual(rateBounds({ ...pricing, price: null, model }), {
      least: { input: 1, output: 2, request: 0 },
      usual: { input: 1, output: 2, reasoning: 2, request: 0 },
      most: { input: 1, output: 2, request: 10 + 2 },
    });
  });
});

describe('the estimate of several runs', () => {
  const sizes = [
    { leastInput: 2, likelyInput: 3, mostInput: 10, mostOutput: 5, mostReasoning: null, carriesFiles: false },
  ];
  const [a, b] = [estimateCost(pricing, sizes, 10, null), estimateCost(pricing, sizes, 20, null)];

  it('is the sum of their estimates, and names what is excluded', () => {
    const together = estimateTogether([
      { name: '1 client', estimate: a },
      { name: '2 clients', estimate: b },
      { name: '4 clients', estimate: null },
    ]);
    assert.deepEqual(together, {
      currency: 'USD',
      requests: 30,
      total: { least: 30 * 2, likely: 30 * 14, most: 30 * 21 },
      perRequest: { least: 2, likely: null, most: 21 },
      price: pricing.price,
      notes: ['Excluded (no known price): 4 clients.'],
    });
  });

  it('has no total for runs of a given duration, and is null for different currencies or without a price', () => {
    const timed = estimateCost(pricing, sizes, null, null);
    const euros = estimateCost({ ...pricing, currency: 'EUR' }, sizes, 10, null);
    const together = (...estimates: (CostEstimate | null)[]) =>
      estimateTogether(estimates.map((estimate, i) => ({ name: `${i}`, estimate })));
    assert.deepEqual(
      [together(a, timed)?.total, together(a, timed)?.requests, together(a, euros), together(null)],
      [null, null, null, null],
    );
  });
});
