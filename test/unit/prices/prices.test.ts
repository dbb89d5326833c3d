import assert from 'node:assert/strict';
import { messageOf } from '../../../src/core/base/errors.ts';
import { parseEndpoint, parsePlan } from '../../../src/measure/plan/parsePlan.ts';
import { isAtProvider } from '../../../src/prices/isAtProvider.ts';
import { PriceBook } from '../../../src/prices/priceBook.ts';
import { pricingOf } from '../../../src/prices/pricingOf.ts';

const openai = { kind: 'openai-chat', model: 'gpt-4.1-mini' };

async function priced(endpoint: object, cost?: object | false) {
  const plan = parsePlan({ endpoint, ...(cost !== undefined && { cost }) }, 'The plan');
  return await pricingOf({
    cost: plan.cost,
    endpoint: plan.endpoint,
    endpointType: 'OpenAICompletionStreamEndpoint',
    defaultPrices: undefined,
    baseFolder: '/',
    at: Date.parse('2026-11-01'),
    lookUp: async model => model,
  });
}

describe('the price of a plan’s model', () => {
  it('comes from the built-in table only at the provider’s own address', async () => {
    assert.equal((await priced(openai))?.price?.input, 0.4);
    const elsewhere = ['http://localhost:8000/v1', 'https://gateway.example/v1', 'simulated:'];
    for (const baseUrl of elsewhere) assert.equal(await priced({ ...openai, baseUrl }), null, baseUrl);
    assert.equal(await priced({ ...openai, baseUrl: 'https://api.openai.com/v1', provider: 'mine' }), null);
  });

  it('is not the provider’s if another server implements its API', () => {
    const { kind, provider } = parseEndpoint({ kind: 'anthropic-messages', model: 'claude-sonnet-5-5' });
    assert.equal(isAtProvider({ kind, provider }), true);
    assert.equal(isAtProvider({ kind, provider, baseUrl: 'http://localhost:8000' }), false);
    assert.equal(isAtProvider({ kind: 'AnthropicMessages', provider }), false);
  });

  it('comes from the plan, in its own currency', async () => {
    const pricing = await priced(openai, { prices: { input: 1, output: 2, currency: 'EUR' } });
    assert.deepEqual(
      [pricing?.currency, pricing?.price?.input, pricing?.price?.from, pricing?.model.request_dims],
      [
        'EUR',
        1,
        'the plan',
        {
          InputTokens: { _type: 'InputTokens', price_per_million: 1, granularity: 1 },
          OutputTokens: { _type: 'OutputTokens', price_per_million: 2, granularity: 1 },
        },
      ],
    );
  });

  it('comes from a list in the plan before the built-in table', async () => {
    const prices = [{ model: 'gpt-*', input: 7, output: 8, asOf: '2026-10-01' }];
    assert.equal((await priced(openai, { prices }))?.price?.input, 7);
    assert.equal(
      (await priced({ ...openai, model: 'gpt-4.1-mini', baseUrl: 'simulated:' }, { prices }))?.price?.input,
      7,
    );
  });

  it('is null if the plan turns costs off', async () => {
    assert.equal(await priced(openai, false), null);
  });

  it('may be LLMeter’s own dimensions', async () => {
    const dims = { run_dims: { Uptime: { _type: 'EndpointTime', price_per_hour: 36 } } };
    const pricing = await priced({ ...openai, baseUrl: 'simulated:' }, { dims });
    assert.deepEqual(
      [pricing?.price, pricing?.model],
      [
        null,
        {
          request_dims: {},
          run_dims: { Uptime: { _type: 'EndpointTime', price_per_hour: 36, granularity_secs: 1 } },
        },
      ],
    );
  });

  it('is required if the plan asks for costs', async () => {
    await assert.rejects(priced({ ...openai, baseUrl: 'simulated:' }, { budget: 1 }), {
      name: 'UserError',
      message:
        'There is no price for the model "gpt-4.1-mini" of provider "openai": set "cost.prices", e.g. {"input": 3, "output": 15} per million tokens, or add the model to your price table.',
    });
  });

  it('is rejected with the name of the wrong key', () => {
    const wrong = [
      { prices: { input: 1, outputs: 2 } },
      { prices: [{ model: 'a', input: 1, output: 2 }] },
      { dims: { request_dims: { a: { _type: 'Foo' } } } },
      { budget: 0 },
      { budgets: 1 },
    ];
    const sentences = wrong.map(cost => {
      try {
        return parsePlan({ endpoint: openai, cost }, 'The plan');
      } catch (error) {
        return messageOf(error);
      }
    });
    assert.deepEqual(sentences, [
      'The plan: "cost.prices.output" is missing: Price per million output tokens. Unknown key "outputs" in "cost.prices". Did you mean "output"?',
      'The plan: "cost.prices.0.asOf" is missing.',
      'The plan: "cost.dims.request_dims.a._type" must be one of "InputTokens", "OutputTokens", not "Foo".',
      'The plan: "cost.budget" must be greater than 0, not 0: Maximum amount to spend, in the currency of the price. The run stops before it is exceeded.',
      'The plan: Unknown key "budgets" in "cost". Did you mean "budget"?',
    ]);
  });
});

describe('the price book', () => {
  it('searches the user’s tables first, and lists them first', async () => {
    const own = {
      name: 'mine',
      warnAfterMonths: 6,
      prices: [{ model: '*', input: 1, output: 1, currency: 'USD', asOf: '2026-01-01' }],
    };
    const book = new PriceBook([own]);
    assert.deepEqual(
      book.tables.map(({ name }) => name),
      ['mine', 'the built-in table'],
    );
    assert.equal(book.priceOf({ model: 'gpt-4.1', provider: 'openai', atProvider: true }, 0)?.from, 'mine');
  });
});
