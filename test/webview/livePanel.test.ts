import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { RunSnapshot } from '../../src/protocol/run.ts';
import type { RunViewState } from '../../src/protocol/view.ts';
import { launchBrowser } from '../harness/launchBrowser.ts';
import { PanelPage } from './harness/panelPage.ts';
import { report } from './harness/runFixtures.ts';
import { snapshot } from './harness/snapshotFixtures.ts';

const mix = { count: 400, clients: 8, failing: 0.05 };
const live = (share: number, change: Partial<RunSnapshot> = {}): RunViewState => ({
  kind: 'live',
  snapshot: snapshot(mix, share, change),
});

/** Runs in the page: each reading of the clock takes 100 ms. */
function playSlowness(): void {
  const now = performance.now.bind(performance);
  let readings = 0;
  performance.now = () => {
    readings += 1;
    return now() + readings * 100;
  };
}

describe('live panel', () => {
  let browser: Browser;
  let panel: PanelPage;

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  afterEach(async () => {
    const { complaints } = panel;
    await panel.close();
    assert.deepEqual(complaints, []);
  });

  it('asks for the whole state when it appears, and shows it', async () => {
    panel = await PanelPage.open(browser, { state: live(0.5) });
    assert.deepEqual(panel.asked, [{ name: 'ready', params: null }]);
    assert.equal(await panel.page.innerText('h1'), 'quiet-otter\nRunning');
    assert.match(await panel.page.innerText('.progress-line'), /^\d+ of 400 requests \(\d+ %\)/);
  });

  it('shows the error when the extension refuses the state, and offers the log', async () => {
    panel = await PanelPage.open(browser, {
      state: live(0),
      answers: {
        ready: () => {
          throw new Error('The run folder is gone.');
        },
      },
    });
    assert.match(await panel.page.innerText('main'), /The run folder is gone\./);
    await panel.page.getByRole('button', { name: 'Show Log' }).click();
    await panel.untilAsked('showLog');
  });

  it('follows snapshots without moving the focus', async () => {
    panel = await PanelPage.open(browser, { state: live(0.1) });
    await panel.page.getByRole('button', { name: 'Stop' }).focus();
    for (const share of [0.2, 0.4, 0.6, 0.8]) await panel.show(live(share));
    await panel.page.waitForFunction(() => /\(8\d %\)/.test(document.body.innerText));
    assert.equal(await panel.page.evaluate(() => document.activeElement?.textContent), 'Stop');
  });

  it('says when a state is drawn, and how long it rests so that drawing costs little', async () => {
    panel = await PanelPage.open(browser, { state: live(0.1) });
    await panel.untilDrawn(1);
    for (const [index, share] of [0.2, 0.4, 0.6, 0.8].entries()) {
      await panel.show(live(share));
      await panel.untilDrawn(index + 2);
    }
    assert.equal(panel.rests.length, 5);
    for (const rest of panel.rests) assert.ok(rest > 0, String(rest));
  });

  it('says when drawing is so expensive that it is updated less often than every second', async () => {
    panel = await PanelPage.open(browser, { state: live(0.1) });
    await panel.untilDrawn(1);
    await panel.page.evaluate(playSlowness);
    for (const count of [2, 3, 4, 5]) {
      await panel.show(live(count / 10));
      await panel.untilDrawn(count);
    }
    await panel.page.getByText(/^Updated every \d+ s, so that drawing does not disturb/).waitFor();
    assert.ok((panel.rests.at(-1) ?? 0) > 1000);
  });

  it('stops in two stages and says each time that the data are kept', async () => {
    panel = await PanelPage.open(browser, { state: live(0.5) });
    const hint = () => panel.page.innerText('#stop-hint');
    assert.match(await hint(), /Finishes \d+ requests? in flight, then saves\. All data are kept\./);
    await panel.page.getByRole('button', { name: 'Stop', exact: true }).click();
    await panel.untilAsked('stop');
    await panel.show(live(0.55, { state: 'stopping' }));
    assert.match(await hint(), /“Stop Now” aborts them\. All data received so far are kept\./);
    await panel.page.getByRole('button', { name: 'Stop Now' }).click({ delay: 1 });
    await panel.page.getByText('Aborting the requests in flight. All data are kept.').waitFor();
    assert.deepEqual(
      panel.asked.filter(({ name }) => name === 'stop').map(({ params }) => params),
      [{ stage: 1 }, { stage: 2 }],
    );
  });

  it('treats a double click as one stop, not as an abort', async () => {
    panel = await PanelPage.open(browser, { state: live(0.5) });
    await panel.page.getByRole('button', { name: 'Stop', exact: true }).dblclick();
    await panel.untilAsked('stop');
    await panel.settle();
    assert.deepEqual(
      panel.asked.filter(({ name }) => name === 'stop').map(({ params }) => params),
      [{ stage: 1 }],
    );
  });

  it('shows the number of values behind each number, and greys percentiles with too few', async () => {
    panel = await PanelPage.open(browser, { state: live(0.4) });
    const ttft = panel.page.locator('.key-numbers > div').first();
    const n = Number((await ttft.innerText()).match(/n (\d+)\n/)?.[1]);
    assert.ok(n > 50 && n < 500);
    assert.equal(
      await ttft.locator('.unreliable > .sr').textContent(),
      `, not reliable: ${n} values are too few: this percentile needs at least 500.`,
    );
    assert.match((await ttft.locator('.unreliable').textContent()) ?? '', /^p99 [\d.,]+ m?s/);
  });

  it('shows the spending so far beside the budget', async () => {
    const cost = { currency: 'USD', total: 0.05, perRequest: 0.001, budget: 0.2, unknown: 3, estimate: null };
    panel = await PanelPage.open(browser, { state: live(0.5, { cost }) });
    const spent = panel.page.locator('.key-numbers > div', { hasText: 'Cost' });
    assert.match(await spent.innerText(), /^Cost\s*0\.0500\s*USD\s*25 % of 0\.200 USD$/);
    assert.match(
      (await spent.locator('dt').getAttribute('data-tip')) ?? '',
      /3 requests did not report everything that is charged for\.$/,
    );
  });

  it('lists failures by reason with count, advice and the first message as text', async () => {
    panel = await PanelPage.open(browser, { state: live(1) });
    const first = panel.page.locator('.errors li').first();
    assert.match(await first.innerText(), /^\d+ requests\s+Rate limited\. Use fewer clients/);
    assert.match(await first.locator('pre').innerText(), /^429 Too Many Requests/);
  });

  it('shows warm-up, then a failure with its message and no empty charts', async () => {
    panel = await PanelPage.open(browser, { state: live(0, { state: 'warming' }) });
    assert.equal(await panel.page.innerText('.progress-line'), 'Warm-up: 8 of 8 requests');
    await panel.show(live(0, { state: 'failed', message: 'Nobody answers at http://localhost:1.' }));
    await panel.page.getByText('Nobody answers at http://localhost:1.').waitFor();
    assert.equal(await panel.page.locator('.chart-card').count(), 0);
    await panel.page.getByRole('button', { name: 'Show Log' }).click();
    await panel.untilAsked('showLog');
  });

  it('announces the state of the run to a screen reader, at once when it changes', async () => {
    panel = await PanelPage.open(browser, { state: live(0.5) });
    const status = panel.page.locator('p[role=status][aria-live=polite]');
    const before = await status.innerText();
    await panel.show(live(0.7));
    await panel.page.waitForFunction(() => /\(7\d %\)/.test(document.body.innerText));
    assert.equal(await status.innerText(), before);
    await panel.show(live(0.8, { state: 'stopping' }));
    await panel.page.waitForFunction(
      text => document.querySelector('p[role=status]')?.textContent !== text,
      before,
    );
    assert.match(await status.innerText(), /of 400 requests/);
  });

  it('shows no animation with reduced motion', async () => {
    panel = await PanelPage.open(browser, { state: live(0.5), bodyClass: 'vscode-reduce-motion' });
    assert.equal(
      await panel.page.evaluate(
        () => getComputedStyle(document.querySelector('.spin') as Element).animationName,
      ),
      'none',
    );
  });

  it('becomes the report when the run is saved', async () => {
    panel = await PanelPage.open(browser, { state: live(1) });
    await panel.show({ kind: 'report', report: report(mix) });
    await panel.page.getByRole('tab', { name: 'Overview' }).waitFor();
    assert.equal(await panel.page.locator('.live-view').count(), 0);
  });
});
