import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { ExperimentProgress } from '../../src/protocol/experimentView.ts';
import { launchBrowser } from '../harness/launchBrowser.ts';
import { loadTests } from './harness/experimentFixtures.ts';
import { liveAb, liveHeatmap, liveLoadTest } from './harness/liveFixtures.ts';
import { PanelPage } from './harness/panelPage.ts';

describe('experiment panel of a measurement in progress', () => {
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

  const live = async (progress: ExperimentProgress) => {
    panel = await PanelPage.open(browser, { bundle: 'experiments', state: { kind: 'live', progress } });
  };
  const titles = () => panel.page.locator('.chart-card h3').allInnerTexts();

  it('shows both sides of an A/B test beside each other and follows them', async () => {
    await live(liveAb(0.2));
    const rows = panel.page.locator('table.steps tbody tr');
    const names = await rows.locator('th').allInnerTexts();
    assert.deepEqual(
      names.map(name => name.trim()),
      ['us-east-1', 'eu-central-1'],
    );
    const before = await panel.page.innerText('.progress-line');
    assert.match(before, /^\d+ of 800 requests \(\d+ %\)/);
    assert.deepEqual(await titles(), ['Cumulative distribution of TTFT', 'TTFT over time']);
    await panel.show({ kind: 'live', progress: liveAb(0.7) });
    await panel.page.waitForFunction(
      old => document.querySelector('.progress-line')?.textContent !== old,
      before,
    );
  });

  it('shows the levels of a load test with their numbers, and the running one live', async () => {
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

  it('shows the spending of each step where prices are known', async () => {
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

  it('shows the only run of a heatmap', async () => {
    await live(liveHeatmap());
    assert.match(await panel.page.innerText('.progress-line'), /^\d+ of 120 requests/);
    await panel.page.locator('.key-numbers').waitFor();
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

  it('announces to a screen reader when a step ends, and not ten times a second', async () => {
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

  it('shows no animation with reduced motion', async () => {
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
