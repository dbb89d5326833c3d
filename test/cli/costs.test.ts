import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunEstimate } from '../../src/core/cost/estimateTogether.ts';
import { bundle, emptyFolder, llmeter, source } from './support/cli.ts';

const simulated = ['--base-url', 'simulated:fast', '--model', 'my-model', '--prompt', 'Say hello.'];

describe('costs on the command line', () => {
  let folder = '';
  let prices = '';
  before(async () => {
    folder = await emptyFolder();
    prices = join(folder, 'prices.yaml');
    await writeFile(
      prices,
      [
        'prices:',
        '  - {model: "my-*", input: 3, output: 15, asOf: 2026-11-01, source: "https://example.com/p"}',
        '  - {model: gpt-4.1-mini, input: 9, output: 9, asOf: 2026-11-01}',
      ].join('\n'),
    );
  });

  const run = (name: string, ...more: string[]) =>
    llmeter(['run', ...simulated, '--output', folder, '--name', name, '--max-tokens', '16', ...more], {
      cwd: folder,
    });

  it('estimates a run without sending anything, in the source and in the bundle', async () => {
    const args = ['run', ...simulated, '--output', folder, '--name', 'never', '--max-tokens', '16'];
    for (const entry of [source, bundle]) {
      const asked = [...args, '--prices', prices, '--requests', '100', '--estimate'];
      const { code, stdout, stderr } = await llmeter(asked, { cwd: folder, entry });
      assert.equal(code, 0, stderr);
      assert.equal(
        stdout,
        `Estimated cost: 0.0006 to 0.0462 USD for 100 requests, likely 0.0249 USD if all outputs reach their limit.\nPrice: "my-*" in ${prices}, as of 2026-11-01, https://example.com/p.\n`,
      );
    }
    await assert.rejects(readFile(join(folder, 'never/stats.json')));
  });

  it('estimates each level of a load test, each side of an A/B test and a recipe, and all together', async () => {
    const priced = [...simulated, '--prices', prices, '--max-tokens', '16', '--estimate'];
    const estimate = async (...args: string[]) => {
      const { code, stdout, stderr } = await llmeter([...args, ...priced], { cwd: folder });
      assert.equal(code, 0, stderr);
      return stdout.split('\n').slice(0, -2);
    };
    const likely = (amount: string) => `likely ${amount} USD if all outputs reach their limit.`;
    assert.deepEqual(await estimate('load-test', '--levels', '1,20'), [
      `1 client: 0.00006 to 0.00462 USD for 10 requests, ${likely('0.00249')}`,
      `20 clients: 0.00012 to 0.00924 USD for 20 requests, ${likely('0.00498')}`,
      `Estimated cost: 0.0002 to 0.0139 USD for 30 requests, ${likely('0.0075')}`,
    ]);
    assert.deepEqual(await estimate('ab', '--against-base-url', 'simulated:steady', '--requests', '10'), [
      `simulated-fast: 0.00006 to 0.00462 USD for 10 requests, ${likely('0.00249')}`,
      `simulated-steady: 0.00006 to 0.00462 USD for 10 requests, ${likely('0.00249')}`,
      `Estimated cost: 0.00012 to 0.00924 USD for 20 requests, ${likely('0.00498')}`,
    ]);
    const recipe = await llmeter(['recipe', 'prompt-caching', ...priced, '--json'], { cwd: folder });
    const { runs, total } = JSON.parse(recipe.stdout);
    assert.deepEqual(
      runs.map(({ name, estimate }: RunEstimate) => [name, estimate?.requests]),
      [
        ['uncached', 93],
        ['cached', 93],
      ],
    );
    assert.equal(total.requests, 186);
    await assert.rejects(readFile(join(folder, 'llmeter-runs')), { code: 'ENOENT' });
  });

  it('stops a run at its budget, reports it and keeps the data', async () => {
    const budget = 0.01;
    const { code, stderr, stdout } = await run(
      'limited',
      ...['--prices', prices, '--budget', String(budget), '--clients', '5', '--requests', '1000', '--json'],
    );
    assert.equal(code, 4, stderr);
    assert.match(stderr, /^Estimated cost: /);
    assert.match(stderr, /warning: The run stopped after spending 0\.00\d+ USD of its budget of 0\.0100 USD/);
    const { stats, metrics } = JSON.parse(stdout);
    assert.equal(stats.interrupted, true);
    assert.ok(metrics.cost.value <= budget && metrics.cost.value > budget / 2, `spent ${metrics.cost.value}`);
    assert.ok(stats.total_requests < 5000);
    const sidecar = JSON.parse(await readFile(join(folder, 'limited/llmeter.json'), 'utf8'));
    assert.deepEqual([sidecar.state, sidecar.cost.result.budget], ['partial', budget]);
  });

  it('exits with its own code if the budget ends a load test or an A/B test', async () => {
    const limits = ['--prices', prices, '--max-tokens', '16', '--output', folder, '--json'];
    const test = ['load-test', '--levels', '1,2,4', '--min-requests-per-client', '500', '--budget', '0.004'];
    const scaled = await llmeter([...test, ...simulated, ...limits, '--name', 'scaled'], { cwd: folder });
    assert.equal(scaled.code, 4, scaled.stderr);
    const shown = await llmeter(['load-test', '--show', join(folder, 'scaled')], { cwd: folder });
    assert.equal(shown.code, 0);
    assert.match(shown.stderr, /warning: 00001-clients: The run stopped after spending [^\n]*\n/);
    assert.match(shown.stderr, /The planned levels with 2 and 4 clients are missing\./);
    const against = [
      'ab',
      '--against-base-url',
      'simulated:steady',
      '--requests',
      '500',
      '--budget',
      '0.002',
    ];
    const sides = await llmeter([...against, ...simulated, ...limits, '--name', 'sides'], { cwd: folder });
    assert.equal(sides.code, 4, sides.stderr);
    assert.equal(JSON.parse(sides.stdout).endedByBudget, true);
    const stats = [join(folder, 'scaled'), join(folder, 'sides')].map(path => llmeter(['stats', path]));
    assert.deepEqual(
      (await Promise.all(stats)).map(({ code, stderr }) => [code, stderr.replaceAll(folder, '')]),
      [
        [
          2,
          'error: /scaled is not a run: it is a load test. "llmeter load-test --show" shows it, "llmeter report" writes a report of it, and "llmeter stats" shows one of the folders inside it.\n',
        ],
        [
          2,
          'error: /sides is not a run: it is an A/B test. "llmeter compare" compares its sides, "llmeter report" writes a report of them, and "llmeter stats" shows one of the folders inside it.\n',
        ],
      ],
    );
  });

  it('re-analysis of a loaded run gives the same totals as the live run', async () => {
    const live = JSON.parse(
      (await run('priced', '--prices', prices, '--clients', '2', '--requests', '4', '--json')).stdout,
    );
    await run('unpriced', '--clients', '2', '--requests', '4');
    const stats = async (name: string, ...more: string[]) =>
      JSON.parse((await llmeter(['stats', join(folder, name), '--json', ...more])).stdout);
    const costs = (of: { stats: Record<string, unknown> }) =>
      Object.entries(of.stats).filter(([key]) => key.startsWith('cost_'));
    assert.equal(costs(live).length, 15);
    assert.deepEqual(costs(await stats('priced')), costs(live));
    assert.deepEqual(costs(await stats('priced', '--prices', prices)), costs(live));
    assert.deepEqual((await stats('priced')).metrics.cost_per_request, live.metrics.cost_per_request);
    assert.deepEqual(costs(await stats('unpriced')), []);
    const folders = [join(folder, 'priced'), join(folder, 'unpriced')];
    const compared = async (...more: string[]) => (await llmeter(['compare', ...folders, ...more])).stdout;
    assert.doesNotMatch(await compared(), /Cost per request/);
    assert.match(await compared('--prices', prices), /Cost per request mean .* USD .* USD/);
    const html = join(folder, 'report.html');
    await llmeter(['report', join(folder, 'unpriced'), '--html', html, '--prices', prices]);
    assert.match(
      await readFile(html, 'utf8'),
      /Price: input 3, output 15 USD per million tokens; &quot;my-\*&quot; in /,
    );
    const later = await stats('unpriced', '--prices', prices);
    assert.equal(costs(later).length, 15);
    assert.equal(later.metrics.cost.value, later.stats.cost_total);
  });

  it('shows which price applies to a model, and its source', async () => {
    const builtIn = await llmeter(['prices', 'gpt-4.1-mini-2025-04-14', '--at', '2026-11-01']);
    assert.equal(
      builtIn.stdout,
      'gpt-4.1-mini-2025-04-14: input 0.4, cached input 0.1, output 1.6 USD per million tokens\n"gpt-4.1-mini-20??-??-?? (openai)" in the built-in table, as of 2026-08-05, https://developers.openai.com/api/docs/pricing\n',
    );
    assert.equal(builtIn.stderr, '');
    const own = await llmeter(['prices', 'gpt-4.1-mini', '--prices', prices]);
    assert.match(own.stdout, /input 9, output 9 USD per million tokens/);
    const old = await llmeter(['prices', 'gpt-4.1-mini', '--at', '2028-01-01']);
    assert.match(
      old.stderr,
      /warning: The price dates from 2026-08-05, 16 months before the run\. Check it at https/,
    );
    const unknown = await llmeter(['prices', 'nobody-knows']);
    assert.equal(unknown.code, 1);
    assert.match(unknown.stderr, /No price is known for nobody-knows\. Add it to your own price table/);
    const all = await llmeter(['prices', '--prices', prices]);
    assert.match(all.stdout, /Prices in .*prices\.yaml[\s\S]*my-\*[\s\S]*Prices in the built-in table/);
  });

  it('warns if a table has no price for a saved run', async () => {
    const other = join(folder, 'other.yaml');
    await writeFile(other, 'prices: [{model: other, input: 1, output: 2, asOf: 2026-01-01}]');
    const { code, stderr } = await llmeter(['stats', join(folder, 'unpriced'), '--prices', other]);
    assert.equal(code, 0);
    assert.match(
      stderr,
      /The price table has no price for the model "my-model" of provider "openai" \(--prices\)\./,
    );
  });

  it('names what to change', async () => {
    const errors = [
      await run('x', '--budget', '1'),
      await run('x', '--prices', join(folder, 'none.yaml')),
      await run('x', '--prices', prices, '--budget', '0.0001'),
      await run('x', '--budget', 'much'),
    ].map(({ code, stderr }) => [code, stderr.trim().split('\n')[0]]);
    assert.deepEqual(errors, [
      [
        2,
        'error: There is no price for the model "my-model" of provider "openai": set "cost.prices", e.g. {"input": 3, "output": 15} per million tokens, or add the model to your price table.',
      ],
      [
        2,
        `error: Cannot read ${join(folder, 'none.yaml')}: ENOENT: no such file or directory, open '${join(folder, 'none.yaml')}'. Change "cost.prices" (--prices).`,
      ],
      [
        2,
        'error: "cost.budget" is 0.000100 USD, but a single request may cost 0.000462 USD: raise "cost.budget", or lower "maxTokens".',
      ],
      [
        2,
        "error: option '--budget <amount>' argument 'much' is invalid. It must be a number greater than 0.",
      ],
    ]);
  });
});
