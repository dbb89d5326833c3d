import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { ExperimentContent } from '../../src/protocol/experiments.ts';
import { launchBrowser } from '../harness/launchBrowser.ts';
import { lognormal } from '../unit/compare/simulated.ts';
import { type Counting, countDrawing } from './harness/countDrawing.ts';
import { compared, interleaved } from './harness/experimentFixtures.ts';
import { type PanelOptions, PanelPage } from './harness/panelPage.ts';

const open = (
  browser: Browser,
  content: ExperimentContent,
  more: Omit<PanelOptions<'experiments'>, 'bundle' | 'state'> = {},
) =>
  PanelPage.open(browser, {
    ...more,
    bundle: 'experiments',
    state: { kind: 'content', title: 'West against east', content },
  });

const run = (name: string, seed: number, ttft: number, n = 300) => ({
  name,
  seed,
  n,
  startsAt: seed * 1000,
  ttft: lognormal(ttft, 0.2),
});

describe('comparison panel', () => {
  let browser: Browser;
  let panel: PanelPage<'experiments'>;
  const conclusion = () => panel.page.locator('.conclusion').innerText();
  const row = (label: string) =>
    panel.page.locator('table.compared').last().locator('tr', { hasText: label });

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  afterEach(async () => {
    const { complaints } = panel;
    await panel.close();
    assert.deepEqual(complaints, []);
  });

  it('starts with the verdict and the conclusion in words, each with its icon', async () => {
    for (const [ratio, verdict] of [
      [0.9, 'eu-central-1 is better'],
      [1.1, 'eu-central-1 is worse'],
      [1, 'No detectable difference'],
    ] as const) {
      const content = interleaved(ratio);
      panel = await open(browser, content);
      const [pair] = content.comparison.pairs;
      assert.equal(await panel.page.locator('.conclusion h2').innerText(), verdict);
      assert.ok((await conclusion()).includes(pair?.conclusion ?? 'no conclusion'));
      assert.equal(await panel.page.locator('.conclusion > svg').count(), 1);
      if (ratio !== 1) await panel.close();
    }
  });

  it('says first what forbids the comparison, and gives no verdict on those metrics', async () => {
    panel = await open(browser, compared([run('before', 1, 0.3), { ...run('after', 2, 0.2), clients: 8 }]));
    assert.equal(await panel.page.locator('.conclusion h2').innerText(), 'Not comparable');
    assert.match(
      await conclusion(),
      /Because the load differs: 1 and 8 clients\. Use the same "clients" in both\./,
    );
    assert.match(await conclusion(), /As measured: TTFT median is .* lower/);
    const verdicts = await panel.page.locator('table.compared .verdict').allInnerTexts();
    assert.deepEqual(new Set(verdicts), new Set(['not comparable']));
  });

  it('shows both values with n, the difference with its interval, and the detectable difference', async () => {
    panel = await open(browser, interleaved(0.9));
    const cells = await row('TTFT median').locator('td').allInnerTexts();
    // Failed requests count as infinitely slow.
    assert.match(cells[0] ?? '', /^\d+\s*ms\s*n 500$/);
    assert.match(cells[1] ?? '', /^\d+\s*ms\s*n 500$/);
    assert.match(cells[2] ?? '', /^-[\d.]+ ms\s*-[\d.]+ to -[\d.]+$/);
    assert.match(cells[4] ?? '', /^-[\d.]+ %\s*-[\d.]+ to -[\d.]+$/);
    assert.equal(cells[5], 'better');
    assert.match(cells[6] ?? '', /^\+[\d.]+ %,\s-[\d.]+ %$/);
    assert.equal(await row('TTFT median').locator('svg.interval').count(), 1);
  });

  it('shows a percentile among failed requests as infinite, and says why', async () => {
    panel = await open(browser, interleaved(0.9));
    await panel.page.getByRole('button', { name: 'p99' }).click();
    const p99 = row('TTFT p99');
    assert.match(await p99.innerText(), /∞/);
    assert.match(await p99.locator('td.refused').innerText(), /so many requests failed that this percentile/);
  });

  it('puts a higher error rate above the deciding metric', async () => {
    panel = await open(
      browser,
      compared([
        { name: 'A', n: 120, seed: 1, ttft: lognormal(0.4, 0.2) },
        { name: 'B', n: 120, seed: 2, ttft: lognormal(0.3, 0.2), startsAt: 500, errorShare: 0.3 },
      ]),
    );
    assert.match(await conclusion(), /^B is worse/);
    assert.match(await conclusion(), /Error rate is [\d.]+ points higher .*: worse\./);
    assert.match(await conclusion(), /As measured: TTFT median is .* lower .*: better\./);
  });

  it('greys refused statistics and says why', async () => {
    panel = await open(browser, interleaved(0.9, 499));
    await panel.page.getByRole('button', { name: 'p99' }).click();
    const p99 = row('TTFT p99');
    assert.match(
      await p99.locator('td.refused').innerText(),
      /499 values are too few: this percentile needs/,
    );
    assert.equal(await p99.locator('td .unreliable').count(), 2);
    assert.match(await p99.innerText(), /not enough data/);
    // One number for a rate or a share: shown whatever the statistic.
    assert.equal(await row('Error rate').count(), 1);
    assert.deepEqual(
      await panel.page.evaluate(
        () => (window as unknown as { uiState: { statistic: string } }).uiState.statistic,
      ),
      'p99',
    );
  });

  it('compares again when another deciding metric is chosen', async () => {
    panel = await open(browser, interleaved(0.9));
    await panel.page.getByLabel('Deciding metric').selectOption({ label: 'TPOT' });
    assert.deepEqual(await panel.untilAsked('setDecidingMetric'), { decidingMetric: 'tpot' });
    await panel.show({
      kind: 'content',
      title: 'West against east',
      content: compared([run('us-east-1', 1, 0.4), run('eu-central-1', 2, 0.36)], {
        options: { decidingMetric: 'tpot' },
      }),
    });
    await panel.page.locator('tr.highlighted', { hasText: 'TPOT' }).waitFor();
  });

  it('gives no verdict by a metric that is unknown, and offers the others', async () => {
    const options = { decidingMetric: 'cost_per_request' } as const;
    panel = await open(browser, compared([run('A', 1, 0.3), run('B', 2, 0.2)], { options }));
    assert.equal(await panel.page.locator('.conclusion h2').innerText(), 'No verdict');
    assert.match(await conclusion(), /the deciding metric, Cost per request, is not available for both\./);
    assert.equal(await panel.page.locator('.row-tag').count(), 0);
    const choice = panel.page.getByLabel('Deciding metric');
    assert.equal(await choice.inputValue(), 'cost_per_request');
    await choice.selectOption({ label: 'TTFT' });
    assert.deepEqual(await panel.untilAsked('setDecidingMetric'), { decidingMetric: 'ttft' });
  });

  it('offers as deciding metrics only those that every run has', async () => {
    const failed = { ...run('C', 3, 0.3), errorShare: 2 };
    panel = await open(browser, compared([run('A', 1, 0.3), run('B', 2, 0.2), failed]));
    assert.deepEqual(
      await panel.page.getByLabel('Deciding metric').locator('option:not([disabled])').allInnerTexts(),
      ['Requests per second', 'Error rate'],
    );
  });

  it('reverts the choice of a metric that is refused', async () => {
    panel = await open(browser, interleaved(0.9), {
      answers: {
        setDecidingMetric: () => {
          throw new Error('The folder is gone.');
        },
      },
    });
    const choice = panel.page.getByLabel('Deciding metric');
    await choice.selectOption({ label: 'TPOT' });
    await panel.page.locator('.toast', { hasText: 'The folder is gone.' }).waitFor();
    assert.equal(await choice.inputValue(), 'ttft');
  });

  it('compares several runs with the baseline and shows each in its tab', async () => {
    const content = compared([run('A', 1, 0.3), run('B', 2, 0.2), run('C', 3, 0.5)]);
    panel = await open(browser, content);
    const overview = panel.page.locator('table.compared').first();
    assert.deepEqual(
      await overview.locator('.verdict').allInnerTexts(),
      content.comparison.pairs.map(({ metrics }) => metrics[0]?.verdict),
    );
    assert.equal(await panel.page.locator('.conclusion h2').innerText(), 'B is better');
    await panel.page.getByRole('tab', { name: 'B' }).focus();
    await panel.page.keyboard.press('ArrowRight');
    assert.equal(await panel.page.locator('.conclusion h2').innerText(), 'C is worse');
    await panel.page.getByRole('tabpanel', { name: 'C' }).waitFor();
  });

  it('opens runs, reveals their folders, exports the report', async () => {
    panel = await open(browser, interleaved(0.9));
    await panel.page.getByRole('button', { name: 'us-east-1', exact: true }).click();
    assert.deepEqual(await panel.untilAsked('openRun'), {
      folder: '/home/me/project/llmeter-runs/us-east-1',
    });
    await panel.page.getByRole('button', { name: 'Reveal the folder of eu-central-1' }).click();
    assert.deepEqual(await panel.untilAsked('revealFolder'), {
      folder: '/home/me/project/llmeter-runs/eu-central-1',
    });
    await panel.page.getByRole('button', { name: 'Export HTML Report' }).click();
    assert.equal(await panel.untilAsked('exportReport'), null);
  });

  it('copies Markdown and saves CSV of the whole comparison', async () => {
    panel = await open(browser, interleaved(0.9), { answers: { save: () => true } });
    await panel.page.getByRole('button', { name: 'Copy as Markdown' }).click();
    const { text } = (await panel.untilAsked('copy')) as { text: string };
    assert.match(text, /^## eu-central-1 against us-east-1\n\nTTFT median is /);
    await panel.page.getByRole('button', { name: 'Save CSV' }).click();
    const saved = (await panel.untilAsked('save')) as { suggestedName: string; content: string };
    assert.equal(saved.suggestedName, 'west-against-east.csv');
    assert.match(saved.content, /^baseline,candidate,metric,statistic,unit,/);
    await panel.page.getByText('Saved west-against-east.csv.').waitFor();
  });

  it('saves a chart as PNG, SVG and CSV by keyboard', async () => {
    panel = await open(browser, interleaved(0.9), { answers: { save: () => true } });
    const button = panel.page.getByRole('button', { name: 'Save: Cumulative distribution of TTFT' });
    const save = async (steps: number) => {
      const before = panel.asked.length;
      await button.focus();
      await panel.page.keyboard.press('Enter');
      await panel.page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'menuitem');
      for (let i = 0; i < steps; i++) await panel.page.keyboard.press('ArrowDown');
      await panel.page.keyboard.press('Enter');
      const { params } = await panel.untilAskedAfter('save', before);
      return params as { suggestedName: string; content: string | Record<string, number> };
    };
    const png = await save(0);
    assert.equal(png.suggestedName, 'cumulative-distribution-of-ttft.png');
    assert.deepEqual(Object.values(png.content).slice(0, 4), [0x89, 0x50, 0x4e, 0x47]);
    const svg = await save(1);
    assert.match(svg.content as string, /^<svg [^>]*>\n<title>Cumulative distribution of TTFT<\/title>/);
    assert.match(svg.content as string, /eu-central-1/);
    const csv = await save(2);
    assert.match(csv.content as string, /^Share of requests,us-east-1: TTFT at most,/);
    await button.focus();
    await panel.page.keyboard.press('Enter');
    await panel.page.getByRole('menuitem').first().waitFor();
    await panel.page.keyboard.press('Escape');
    await panel.page.getByRole('menuitem').first().waitFor({ state: 'hidden' });
    assert.equal(await button.evaluate(node => node === document.activeElement), true);
  });

  it('draws every chart, and shows it as a table, for the chosen metric and scale', async () => {
    panel = await open(browser, interleaved(0.9), { uiState: { metric: 'tpot', scale: 'log' } });
    const cards = panel.page.locator('.chart-card');
    assert.deepEqual(await cards.locator('h3').allInnerTexts(), [
      'Cumulative distribution of TPOT',
      'Distribution of TPOT',
      'TPOT of each run',
      'TPOT against output tokens',
      'TPOT over time',
    ]);
    assert.equal(await cards.locator('canvas').count(), 5);
    for (const button of await cards.getByRole('button', { name: 'Show as table' }).all())
      await button.click();
    assert.equal(await cards.locator('table').count(), 5);
  });

  it('explains what it cannot compare: a single run, runs that failed, too few values', async () => {
    panel = await open(browser, compared([run('A', 1, 0.3)]));
    await panel.page.getByText('This comparison has only one run').waitFor();
    await panel.close();
    panel = await open(browser, compared([run('A', 1, 0.3, 40), { ...run('B', 2, 0.3, 40), errorShare: 2 }]));
    await panel.page.getByText('Every request of B failed, so there are no times to compare.').waitFor();
    assert.equal(await panel.page.locator('.chart-card').count(), 0);
    await panel.close();
    panel = await open(browser, compared([run('A', 1, 0.3, 1), run('B', 2, 0.3, 1)]));
    assert.equal(await panel.page.locator('.conclusion h2').innerText(), 'Not enough data');
  });

  it('shows a name that looks like markup as text', async () => {
    const name = '<img src=x onerror=alert(1)>';
    panel = await open(browser, compared([run(name, 1, 0.3), run('B', 2, 0.2)]));
    await panel.page.getByRole('button', { name, exact: true }).waitFor();
    assert.equal(await panel.page.locator('img').count(), 0);
  });

  /** Opens a comparison of runs of this many requests. Counts what the charts draw when another metric is chosen. */
  async function drawnFor(requests: number): Promise<number> {
    const runs = [run('A', 1, 0.3, requests), run('B', 2, 0.31, requests)];
    panel = await open(browser, compared(runs, { options: { resamples: 100 } }));
    await panel.page.evaluate(countDrawing);
    await panel.page.getByRole('button', { name: 'TTLT', exact: true }).click();
    await panel.page.getByRole('heading', { name: 'Distribution of TTLT', exact: true }).waitFor();
    const points = (2 * requests).toLocaleString('en-US');
    await panel.page
      .getByText(new RegExp(`Shows (2,9..|3,000) of ${points} points\\.`))
      .first()
      .waitFor();
    for (let before = -1; ; ) {
      await panel.settle();
      const drawn = await panel.page.evaluate(() => (window as unknown as Counting).drawn);
      if (drawn === before) return drawn;
      before = drawn;
    }
  }

  it('draws about as much for 100,000 requests a side as for 3,000', async () => {
    const few = await drawnFor(3_000);
    await panel.close();
    const many = await drawnFor(100_000);
    assert.ok(few > 1000, `${few} shapes and lines`);
    assert.ok(many < 1.5 * few, `${many} shapes and lines instead of ${few}`);
  });
});
