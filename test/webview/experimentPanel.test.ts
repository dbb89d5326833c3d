import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { partRows } from '../../src/core/compare/parts.ts';
import type { ExperimentContent } from '../../src/protocol/experiments.ts';
import { launchBrowser } from '../harness/launchBrowser.ts';
import { heatmap, heatmaps, loadTests } from './harness/experimentFixtures.ts';
import { PanelPage } from './harness/panelPage.ts';

describe('experiment panel', () => {
  let browser: Browser;
  let panel: PanelPage<'experiments'>;

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  afterEach(async () => {
    const { complaints } = panel;
    await panel.close();
    assert.deepEqual(complaints, []);
  });

  const show = async (content: ExperimentContent) => {
    panel = await PanelPage.open(browser, {
      bundle: 'experiments',
      state: { kind: 'content', title: 'Load of staging', content },
    });
  };
  const titles = () => panel.page.locator('.chart-card h3').allInnerTexts();

  describe('with load tests', () => {
    it('shows where the knee is, marks it in the table, and opens the run of a level', async () => {
      const content = loadTests({ name: 'staging', capacity: 12 });
      const [test] = content.tests;
      await show(content);
      assert.ok((await panel.page.innerText('.conclusion')).includes(test?.knee.sentence ?? 'none'));
      const marked = panel.page.locator('table.levels tr.highlighted');
      assert.match(await marked.innerText(), new RegExp(`^${test?.knee.clients}\\s*knee`));
      await marked.getByRole('button').click();
      assert.deepEqual(await panel.untilAsked('openRun'), {
        folder: test?.levels.find(({ clients }) => clients === test.knee.clients)?.folder,
      });
    });

    it('draws the knee, the six figures and the failures, each with its table', async () => {
      await show(loadTests({ name: 'staging', capacity: 12 }));
      const found = await titles();
      for (const title of [
        'TTFT p90 against throughput',
        'Time to first token vs number of clients',
        'Time to last token vs number of clients',
        'Requests per minute vs number of clients',
        'Error rate vs number of clients',
        'Average input tokens per minute vs number of clients',
        'Average output tokens per minute vs number of clients',
        'Errors by number of clients: staging',
      ]) {
        assert.ok(found.includes(title), title);
      }
      const cards = panel.page.locator('.chart-card');
      for (const button of await cards.getByRole('button', { name: 'Show as table' }).all())
        await button.click();
      assert.equal(await cards.locator('table').count(), found.length);
    });

    it('greys numbers that are not reliable and says why', async () => {
      const content = loadTests({ name: 'staging', capacity: 12, n: 20, levels: [1, 50] });
      await show(content);
      const reasons = content.tests.flatMap(({ levels }) =>
        levels.flatMap(({ unreliable, littlesLaw }) => [unreliable, littlesLaw?.warning ?? null]),
      );
      const shown = reasons.filter(reason => reason !== null);
      assert.ok(shown.length > 0);
      for (const reason of shown) await panel.page.locator('.doubts', { hasText: reason }).waitFor();
      assert.ok((await panel.page.locator('td.unreliable').count()) > 0);
    });

    it('shows two in one chart, with differences only at common levels', async () => {
      await show(
        loadTests(
          { name: 'staging', capacity: 8, levels: [1, 2, 20] },
          { name: 'production', capacity: 30, levels: [1, 20, 50] },
        ),
      );
      const rows = panel.page.locator('table.compared tbody tr');
      assert.deepEqual(await rows.locator('th .term').allInnerTexts(), [
        ...['median', 'mean', 'p90'].map(statistic => `1 client: TTFT ${statistic}`),
        // Means have no place for the failed requests of one side.
        ...['median', 'p90'].map(statistic => `20 clients: TTFT ${statistic}`),
      ]);
      assert.match(await rows.nth(3).innerText(), /better/);
      await panel.page
        .getByText('Not compared: 2 clients only in staging; 50 clients only in production.')
        .waitFor();
      await panel.page.getByLabel('Metric of the differences').selectOption({ label: 'Error rate' });
      await panel.page.getByText('20 clients: Error rate').waitFor();
    });

    it('copies all tests as Markdown', async () => {
      await show(loadTests({ name: 'staging', capacity: 8 }, { name: 'production', capacity: 20 }));
      await panel.page.getByRole('button', { name: 'Copy as Markdown' }).click();
      const { text } = (await panel.untilAsked('copy')) as { text: string };
      assert.match(text, /^## Load test staging\n\nThe knee is at .*\n\n\| Clients \| Requests \|/);
      assert.match(text, /\n## Load test production\n/);
    });
  });

  describe('with heatmaps', () => {
    it('shows one metric at a time, with counts, whole rows and columns, and the achieved lengths', async () => {
      const shown = heatmap({});
      await show({ kind: 'heatmaps', heatmaps: [shown], comparisons: [] });
      assert.deepEqual(await titles(), ['TTFT by input and output length']);
      assert.equal(await panel.page.locator('table.achieved tbody tr').count(), shown.achieved.length);
      for (const warning of shown.warnings) await panel.page.getByText(warning).waitFor();
      await panel.page.getByRole('button', { name: 'TPOT' }).click();
      assert.deepEqual(await titles(), ['TPOT by input and output length']);
      await panel.page.getByRole('button', { name: 'Show as table' }).click();
      assert.match(await panel.page.innerText('.chart-card table'), /n \d+/);
    });

    it('asks for other bins', async () => {
      await show({ kind: 'heatmaps', heatmaps: [heatmap({})], comparisons: [] });
      await panel.page.getByRole('button', { name: 'Linear' }).click();
      assert.deepEqual(await panel.untilAsked('setBins'), { bins: 'linear' });
      const heatmaps = [{ ...heatmap({}), bins: 'linear' as const }];
      await panel.show({
        kind: 'content',
        title: 'Lengths',
        content: { kind: 'heatmaps', heatmaps, comparisons: [] },
      });
      await panel.page.getByRole('button', { name: 'Linear', pressed: true }).waitFor();
    });

    it('opens the run of the heatmap whose button is clicked', async () => {
      await show(heatmaps({ name: 'a' }, { name: 'b' }));
      await panel.page
        .getByRole('region', { name: 'b', exact: true })
        .getByRole('button', { name: 'Open Run' })
        .click();
      assert.deepEqual(await panel.untilAsked('openRun'), { folder: '/home/me/project/llmeter-runs/b' });
    });

    it('compares several with the first at the lengths they were asked for, one metric at a time', async () => {
      const content = heatmaps({ name: 'old', n: 40 }, { name: 'new', n: 40, seed: 9, slower: 1.5 });
      await show(content);
      const rows = panel.page.locator('table.compared tbody tr');
      const [comparison] = content.comparisons;
      const shown = comparison ? partRows(comparison) : [];
      assert.deepEqual(
        await rows.locator('.verdict').allInnerTexts(),
        shown
          .filter(({ key }) => key === 'ttft' || key === 'error_rate')
          .map(({ verdict, distrusted }) => (distrusted === null ? verdict : 'not comparable')),
      );
      await panel.page.getByText('worse').first().waitFor();
      await panel.page.getByRole('button', { name: 'TPOT' }).click();
      await panel.page.getByText('4,096 input, 512 output tokens: TPOT median').waitFor();
    });

    it('says so when every request failed', async () => {
      await show({ kind: 'heatmaps', heatmaps: [heatmap({ failing: 1, n: 1 })], comparisons: [] });
      await panel.page.getByText('Every request failed, so there is nothing to measure.').waitFor();
    });
  });

  it('shows the error when the extension refuses the state, and offers the log', async () => {
    panel = await PanelPage.open(browser, {
      bundle: 'experiments',
      state: { kind: 'loading', message: 'Opening…' },
      answers: {
        ready: () => {
          throw new Error('The folder is gone.');
        },
      },
    });
    assert.match(await panel.page.innerText('main'), /The folder is gone\./);
    await panel.page.getByRole('button', { name: 'Show Log' }).click();
    await panel.untilAsked('showLog');
  });

  it('redraws its charts when the theme changes', async () => {
    await show(loadTests({ name: 'staging', capacity: 12 }));
    const picture = () => panel.page.evaluate(() => document.querySelector('canvas')?.toDataURL());
    await panel.settle();
    const dark = await picture();
    await panel.useTheme('light');
    await panel.settle();
    assert.notEqual(await picture(), dark);
  });
});
