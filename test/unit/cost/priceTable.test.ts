import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { UserError } from '../../../src/core/base/errors.ts';
import { builtInPrices } from '../../../src/core/cost/builtInPrices.ts';
import { findPrice, priceTableJsonSchema, readPriceTable } from '../../../src/core/cost/priceTable.ts';

const at = (day: string) => Date.parse(day);

function tableOf(...prices: object[]) {
  const entry = { input: 1, output: 2, asOf: '2026-01-01' };
  return readPriceTable({ prices: prices.map(price => ({ ...entry, ...price })) }, 'prices.yaml');
}

function inputPrice(
  tables: ReturnType<typeof tableOf>[],
  model: string,
  provider = 'openai',
  day = '2026-02-01',
) {
  return findPrice(tables, { model, provider }, at(day))?.input ?? null;
}

describe('a price table', () => {
  it('applies the most specific match, in any order', () => {
    const table = tableOf(
      { model: '*', input: 1 },
      { model: 'gpt-5*', input: 2 },
      { model: 'gpt-5-mini', input: 3 },
      { model: 'gpt-5*', provider: 'azure', input: 4 },
    );
    const found = ['gpt-5-mini', 'gpt-5.1', 'claude'].map(model => inputPrice([table], model));
    assert.deepEqual(found, [3, 2, 1]);
    assert.equal(inputPrice([table], 'gpt-5.1', 'azure'), 4);
  });

  it('has the wildcards * and ?, and no others', () => {
    const table = tableOf({ model: 'a.b-????', input: 1 });
    const found = ['a.b-2026', 'a.b-20266', 'axb-2026', 'A.B-2026'].map(model => inputPrice([table], model));
    assert.deepEqual(found, [1, null, null, 1]);
  });

  it('applies the newest price that was valid at the time of the run', () => {
    const table = tableOf(
      { model: 'm', input: 3, asOf: '2026-03-01' },
      { model: 'm', input: 1, asOf: '2026-01-01' },
      { model: 'm', input: 2, asOf: '2026-02-01' },
    );
    const days = ['2025-12-01', '2026-01-15', '2026-02-15', '2026-05-01'];
    assert.deepEqual(
      days.map(day => inputPrice([table], 'm', 'p', day)),
      [1, 1, 2, 3],
    );
  });

  it('takes precedence over the built-in table', () => {
    const own = tableOf({ model: 'gpt-4.1-mini', input: 9 });
    assert.equal(inputPrice([own, builtInPrices], 'gpt-4.1-mini'), 9);
    assert.equal(inputPrice([own, builtInPrices], 'gpt-4.1'), 2);
  });

  it('says where a price is from, and warns if it is old', () => {
    const table = readPriceTable(
      {
        warnAfterMonths: 2,
        prices: [
          {
            model: 'm*',
            input: 1,
            output: 2,
            asOf: '2026-01-01',
            source: 'https://example.com',
            currency: 'EUR',
          },
        ],
      },
      'prices.yaml',
    );
    assert.deepEqual(findPrice([table], { model: 'm1', provider: 'p' }, at('2026-04-15')), {
      input: 1,
      output: 2,
      currency: 'EUR',
      asOf: '2026-01-01',
      source: 'https://example.com',
      from: 'prices.yaml',
      matched: 'm*',
      warnings: [
        'The price dates from 2026-01-01, 3 months before the run. Check it at https://example.com.',
      ],
    });
  });

  it('warns if a price is newer than the run', () => {
    const [warning] =
      findPrice([tableOf({ model: 'm', asOf: '2026-06-01' })], { model: 'm', provider: '' }, at('2026-01-01'))
        ?.warnings ?? [];
    assert.equal(
      warning,
      'The price dates from 2026-06-01, after the run. It may have been different at the time of the run.',
    );
  });

  it('has a JSON schema that is up to date', () => {
    const file = new URL('../../../schemas/price-table.schema.json', import.meta.url);
    assert.deepEqual(
      JSON.parse(readFileSync(file, 'utf8')),
      priceTableJsonSchema(),
      'schemas/price-table.schema.json is out of date: regenerate it with `node src/cli/main.ts schema prices > schemas/price-table.schema.json`',
    );
  });

  it('names the wrong value in a file', () => {
    assert.throws(
      () => readPriceTable({ prices: [{ model: 'm', input: 1, output: 2 }] }, 'prices.yaml'),
      new UserError(
        'prices.yaml: "prices.0.asOf" is missing: Date on which the price was looked up, e.g. "2026-11-01".',
      ),
    );
    assert.throws(
      () =>
        readPriceTable({ prices: [{ model: 'm', inputs: 1, output: 2, asOf: '2026-01-01' }] }, 'prices.yaml'),
      /Unknown key "inputs" in "prices\.0"\. Did you mean "input"\?/,
    );
  });
});

describe('the built-in prices', () => {
  it('each have a date and a source, and are per million tokens, with output more expensive than input', () => {
    for (const { model, asOf, source, input, output, cachedInput = 0 } of builtInPrices.prices) {
      assert.match(asOf, /^2026-\d\d-\d\d$/, String(model));
      assert.match(
        source ?? '',
        /^https:\/\/(developers\.openai|platform\.claude|ai\.google)\./,
        String(model),
      );
      assert.ok(input < output && cachedInput < input && output <= 100, String(model));
    }
  });

  it('match dated versions of a model, but no other model with the same prefix', () => {
    const price = (model: string, provider: string) => inputPrice([builtInPrices], model, provider);
    assert.equal(price('gpt-4.1-mini-2025-04-14', 'openai'), 0.4);
    assert.equal(price('claude-haiku-4-5-20251001', 'anthropic'), 1);
    assert.equal(price('gpt-4.1-mini-audio', 'openai'), null);
    assert.equal(price('gpt-4.1-mini', 'azure'), null);
  });
});
