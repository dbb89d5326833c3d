import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { partRows } from '../../src/core/compare/parts.ts';
import type { ExperimentContent } from '../../src/protocol/experiments.ts';
import type { ExperimentProgress } from '../../src/protocol/experimentView.ts';
import { launchBrowser } from '../harness/launchBrowser.ts';
import {
  heatmap,
  heatmaps,
  liveAb,
  liveHeatmap,
  liveLoadTest,
  loadTests,
} from './harness/experimentFixtures.ts';
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
  const live = async (progress: ExperimentProgress) => {
    panel = await PanelPage.open(browser, { bundle: 'experiments', state: { kind: 'live', progress } });
  };
  const titles = () => panel.page.locator('.chart-card h3').allInnerTexts();

  describe('with load tests', () => {
    it('says where the knee is, marks it in the table, and opens a level’s run', async () => {
      const content = loadTests({ name: 'staging', capacity: 12 });
      const [test] = content.tests;
      await show(content);
      assert.ok((await panel.page.innerText('.answer')).includes(test?.knee.sentence ?? 'none'));
      const marked = panel.page.locator('table.levels tr.headline');
      assert.match(await marked.innerText(), new RegExp(`^${test?.knee.clients}\\s*knee`));
      await marked.getByRole('button').click();
      assert.deepEqual(await panel.untilAsked('openRun'), {
        folder: test?.levels.find(({ clients }) => clients === test.knee.clients)?.folder,
      });
    });

    it('draws the knee, the six figures and what failed, each with its table', async () => {
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

    it('greys what is not to be relied on and says why in words', async () => {
      const content = loadTests({ name: 'staging', capacity: 12, n: 20, levels: [1, 50] });
      await show(content);
      const reasons = content.tests.flatMap(({ levels }) =>
        levels.flatMap(({ unreliable, littlesLaw }) => [unreliable, littlesLaw?.warning ?? null]),
      );
      const told = reasons.filter(reason => reason !== null);
      assert.ok(told.length > 0);
      for (const reason of told) await panel.page.locator('.doubts', { hasText: reason }).waitFor();
      assert.ok((await panel.page.locator('td.unreliable').count()) > 0);
    });

    it('lays two over each other, with the differences at common levels only', async () => {
      await show(
        loadTests(
          { name: 'staging', capacity: 8, levels: [1, 2, 20] },
          { name: 'production', capacity: 30, levels: [1, 20, 50] },
        ),
      );
      const rows = panel.page.locator('table.compared tbody tr');
      assert.deepEqual(await rows.locator('th .term').allInnerTexts(), [
        ...['median', 'mean', 'p90'].map(statistic => `1 client: TTFT ${statistic}`),
        ...['median', 'mean', 'p90'].map(statistic => `20 clients: TTFT ${statistic}`),
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

    it('sorts lengths as it is asked to', async () => {
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

    it('opens the run of the heatmap it belongs to', async () => {
      await show(heatmaps({ name: 'a' }, { name: 'b' }));
      await panel.page
        .getByRole('region', { name: 'b', exact: true })
        .getByRole('button', { name: 'Open Run' })
        .click();
      assert.deepEqual(await panel.untilAsked('openRun'), { folder: '/home/me/project/llmeter-runs/b' });
    });

    it('lays several against the first by the lengths they were asked for, one metric at a time', async () => {
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

  describe('in progress', () => {
    it('shows both sides of an A/B run beside each other and follows them', async () => {
      await live(liveAb(0.2));
      const rows = panel.page.locator('table.steps tbody tr');
      const names = await rows.locator('th').allInnerTexts();
      assert.deepEqual(
        names.map(name => name.trim()),
        ['us-east-1', 'eu-central-1'],
      );
      const before = await panel.page.innerText('.progress-line');
      assert.match(before, /^\d+ of 800 requests \(\d+ %\)/);
      assert.deepEqual(await titles(), ['Cumulative share of TTFT', 'TTFT over time']);
      await panel.show({ kind: 'live', progress: liveAb(0.7) });
      await panel.page.waitForFunction(
        old => document.querySelector('.progress-line')?.textContent !== old,
        before,
      );
    });

    it('shows a load test’s levels with their numbers, the running one live', async () => {
      await live(liveLoadTest());
      assert.match(await panel.page.innerText('.progress-line'), /^2 of 5 levels done, now 20 clients/);
      assert.deepEqual(await panel.page.locator('table.steps .state').allInnerTexts(), [
        'Done',
        'Done',
        'Running',
        'Waiting',
        'Waiting',
      ]);
      assert.equal(await panel.page.locator('table.steps progress').count(), 1);
      await panel.page.getByRole('heading', { name: '20 clients', exact: true }).waitFor();
      assert.equal(await panel.page.locator('.chart-card').count(), 3);
    });

    it('shows what each step has spent where prices are known', async () => {
      const progress = liveAb(0.5);
      const cost = {
        currency: 'USD',
        total: 0.25,
        perRequest: null,
        budget: null,
        unknown: 0,
        estimate: null,
      };
      const [first, second] = progress.steps;
      assert.ok(first?.snapshot && second);
      await live({ ...progress, steps: [{ ...first, snapshot: { ...first.snapshot, cost } }, second] });
      const last = panel.page.locator('table.steps tr > :last-child');
      assert.deepEqual(
        (await last.allInnerTexts()).map(text => text.replace(/\s+/g, '')),
        ['Cost', '0.250USD', '—'],
      );
    });

    it('shows the one run of a heatmap', async () => {
      await live(liveHeatmap());
      assert.match(await panel.page.innerText('.progress-line'), /^\d+ of 120 requests/);
      await panel.page.locator('.headlines').waitFor();
    });

    it('stops in two stages; a double click is one stop', async () => {
      await live(liveAb(0.5));
      await panel.page.getByRole('button', { name: 'Stop', exact: true }).dblclick();
      await panel.untilAsked('stop');
      await panel.show({ kind: 'live', progress: liveAb(0.5, { stopping: true }) });
      await panel.page.getByRole('button', { name: 'Stop Now' }).click({ delay: 1 });
      await panel.page.getByText('Aborting the requests in flight. All data are kept.').waitFor();
      assert.deepEqual(
        panel.asked.filter(({ name }) => name === 'stop').map(({ params }) => params),
        [{ stage: 1 }, { stage: 2 }],
      );
    });

    it('tells a screen reader when a step is over, and not ten times a second', async () => {
      await live(liveLoadTest(0.3));
      const status = panel.page.locator('p[role=status][aria-live=polite]');
      const before = await status.innerText();
      assert.match(before, /^2 of 5 levels done, now 20 clients, after /);
      const shown = await panel.page.evaluate(() => document.querySelector('.progress-line')?.textContent);
      await panel.show({ kind: 'live', progress: liveLoadTest(0.6) });
      await panel.page.waitForFunction(
        old => document.querySelector('.progress-line')?.textContent !== old,
        shown,
      );
      assert.equal(await status.innerText(), before);
      const { steps } = liveLoadTest(1);
      const over = steps.map((step, i) => (i === 2 ? { ...step, state: 'done' as const } : step));
      await panel.show({ kind: 'live', progress: liveLoadTest(1, { steps: over }) });
      await panel.page.waitForFunction(() =>
        /3 of 5 levels/.test(document.querySelector('p[role=status]')?.textContent ?? ''),
      );
    });

    it('stands still for those who asked for reduced motion', async () => {
      panel = await PanelPage.open(browser, {
        bundle: 'experiments',
        state: { kind: 'live', progress: liveAb(0.5) },
        bodyClass: 'vscode-reduce-motion',
      });
      assert.equal(
        await panel.page.evaluate(
          () => getComputedStyle(document.querySelector('.spin') as Element).animationName,
        ),
        'none',
      );
    });

    it('becomes the result when it is over', async () => {
      await live(liveLoadTest());
      const content = loadTests({ name: 'staging', capacity: 12 });
      await panel.show({ kind: 'content', title: 'Load of staging', content });
      await panel.page.locator('table.levels').waitFor();
      assert.equal(await panel.page.locator('.live-view').count(), 0);
    });
  });

  it('says why when the extension refuses the state, and offers the log', async () => {
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
