import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { formatQuantity } from '../../src/core/format/quantities.ts';
import type { RunViewState } from '../../src/protocol/view.ts';
import { launchBrowser } from '../harness/launchBrowser.ts';
import { type PanelOptions, PanelPage } from './harness/panelPage.ts';
import { compatOf, costOf, report, requestDetail } from './harness/runFixtures.ts';

const mix = { count: 200, clients: 8, failing: 0.05 };
const saved = report(mix);
const state: RunViewState = { kind: 'report', report: saved };
const answers: PanelOptions['answers'] = { loadRequest: ({ index }) => requestDetail(mix, index) };

describe('report panel', () => {
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

  it('shows our metrics with their sample size, and says why a percentile is not reliable', async () => {
    panel = await PanelPage.open(browser, { state });
    const ttft = panel.page.locator('table.summary tbody tr', { hasText: 'TTFT' }).first();
    const cells = await ttft.locator('td').allInnerTexts();
    assert.equal(cells.length, 9);
    assert.match(cells[1] ?? '', /^\d+\s*ms$/);
    const succeeded = saved.totalRequests - saved.failedRequests;
    assert.equal(cells.at(-1), String(succeeded));
    assert.match(
      (await ttft.locator('td.unreliable').last().textContent()) ?? '',
      new RegExp(`, not reliable: ${succeeded} values are too few: this percentile needs at least 5000\\.`),
    );
  });

  it('shows definitions on focus and hides them on Escape', async () => {
    panel = await PanelPage.open(browser, { state });
    await panel.page.locator('.term').first().focus();
    await panel.page.keyboard.press('Shift+Tab');
    await panel.page.keyboard.press('Tab');
    await panel.page.getByRole('tooltip').waitFor();
    assert.match(await panel.page.getByRole('tooltip').innerText(), /^Time to first token: from sending/);
    await panel.page.keyboard.press('Escape');
    await panel.page.getByRole('tooltip').waitFor({ state: 'hidden' });
  });

  it('switches to LLMeter’s own keys and remembers the choice', async () => {
    panel = await PanelPage.open(browser, { state });
    await panel.page.getByRole('button', { name: 'LLMeter’s own keys' }).click();
    await panel.page.getByRole('rowheader', { name: 'time_to_first_token-p50' }).waitFor();
    assert.equal(
      await panel.page.evaluate(
        () => (window as unknown as { uiState: { statistics: string } }).uiState.statistics,
      ),
      'own',
    );
  });

  it('shows the cost of the run, its parts, the prices, and what is unknown', async () => {
    const cost = costOf(mix, 0.5);
    panel = await PanelPage.open(browser, { state: { kind: 'report', report: { ...saved, cost } } });
    const section = panel.page.getByRole('region', { name: 'Cost' });
    const facts = await section.locator('dl').innerText();
    for (const text of [formatQuantity(cost.total, 'USD'), ...cost.parts.map(({ name }) => name)]) {
      assert.ok(facts.includes(text), text);
    }
    assert.match(facts, /0\.500 USD \([\d.]+ % spent\)/);
    assert.match(
      await section.innerText(),
      /input 0\.6, output 2\.4 USD per million tokens; "llama-3\.3-70b" in the built-in table, as of 2026-08-05/,
    );
    for (const note of cost.notes) await section.getByText(note).waitFor();
    assert.ok(cost.notes.length > 0);
  });

  it('shows the run as other tools would report it, with their formulas and what they cannot reproduce', async () => {
    const views = compatOf(mix);
    panel = await PanelPage.open(browser, { state, answers: { compatViews: () => views } });
    await panel.page.getByRole('button', { name: 'Other tools' }).click();
    const vllm = views.find(({ tool }) => tool.startsWith('vLLM'));
    await panel.page.getByRole('button', { name: vllm?.tool ?? '' }).click();
    const median = vllm?.metrics.find(({ name }) => name === 'median_ttft_ms')?.value ?? Number.NaN;
    const row = panel.page.getByRole('row', { name: 'median_ttft_ms' });
    assert.ok((await row.innerText()).includes(Number(median.toPrecision(8)).toString()));
    for (const { text } of vllm?.formulas ?? []) await panel.page.getByText(text).waitFor();
    for (const gap of vllm?.gaps ?? []) await panel.page.getByText(gap).waitFor();
    await panel.page.getByRole('button', { name: 'Metrics' }).click();
    await panel.page.getByRole('button', { name: 'Other tools' }).click();
    assert.equal(panel.asked.filter(({ name }) => name === 'compatViews').length, 1);
  });

  it('copies the summary as Markdown and confirms it', async () => {
    panel = await PanelPage.open(browser, { state });
    await panel.page.getByRole('button', { name: 'Copy as Markdown' }).click();
    const { text } = (await panel.untilAsked('copy')) as { text: string };
    assert.match(text, /^## quiet-otter: llama-3\.3-70b-instruct, 200 requests\n/);
    assert.match(text, /\| TTFT \| \d+ ms \| \d+ ms \| \d+–\d+ ms \|/);
    await panel.page.getByText('Summary copied as Markdown.').waitFor();
  });

  it('shows every chart as a table too, and by default with a screen reader', async () => {
    panel = await PanelPage.open(browser, { state });
    const cards = panel.page.locator('.chart-card');
    assert.equal(await cards.count(), 5);
    assert.equal(await cards.locator('canvas').count(), 5);
    for (const button of await cards.getByRole('button').all()) await button.click();
    assert.equal(await cards.locator('canvas').count(), 0);
    assert.equal(await cards.locator('table').count(), 5);
    await panel.close();
    panel = await PanelPage.open(browser, { state, bodyClass: 'vscode-using-screen-reader' });
    assert.equal(await panel.page.locator('.chart-card table').count(), 5);
  });

  it('draws another metric and a logarithmic axis', async () => {
    panel = await PanelPage.open(browser, { state });
    await panel.page.getByRole('button', { name: 'TPOT' }).click();
    await panel.page.getByRole('button', { name: 'Log' }).click();
    await panel.page.getByRole('heading', { name: 'Distribution of TPOT', exact: true }).waitFor();
  });

  it('redraws its charts when the theme changes', async () => {
    panel = await PanelPage.open(browser, { state });
    const picture = () => panel.page.evaluate(() => document.querySelector('canvas')?.toDataURL());
    await panel.settle();
    const dark = await picture();
    await panel.useTheme('light');
    await panel.settle();
    assert.notEqual(await picture(), dark);
  });

  it('opens a request by keyboard, shows its text as plain text, and returns the focus', async () => {
    panel = await PanelPage.open(browser, { state, uiState: { tab: 'requests' }, answers });
    await panel.page.getByRole('grid').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'Enter']) await panel.page.keyboard.press(key);
    assert.deepEqual(await panel.untilAsked('loadRequest'), { index: 1 });
    const pane = panel.page.getByRole('complementary', { name: 'Request 2' });
    await pane.getByText('Summarise paragraph 2 in one sentence.').waitFor();
    assert.equal(await pane.evaluate(node => node === document.activeElement), true);
    assert.match(await pane.locator('pre').last().innerText(), /<script>alert\(1\)<\/script>/);
    assert.equal(await pane.locator('script').count(), 0);
    await panel.page.keyboard.press('Escape');
    await pane.waitFor({ state: 'detached' });
    assert.equal(await panel.page.getByRole('grid').evaluate(node => node === document.activeElement), true);
  });

  it('shows an error when a request cannot be read', async () => {
    panel = await PanelPage.open(browser, {
      state,
      uiState: { tab: 'requests' },
      answers: {
        loadRequest: () => {
          throw new Error('responses.jsonl is gone.');
        },
      },
    });
    await panel.page.locator('#row-0').click();
    await panel.page.getByRole('complementary').getByText('responses.jsonl is gone.').waitFor();
  });

  it('opens the request of a clicked point', async () => {
    const single = { count: 1, clients: 1, failing: 0 };
    panel = await PanelPage.open(browser, {
      state: { kind: 'report', report: report(single) },
      height: 1400,
      answers: { loadRequest: ({ index }) => requestDetail(single, index) },
    });
    const canvas = panel.page.locator('.chart-card.wide canvas');
    await canvas.scrollIntoViewIfNeeded();
    const box = await canvas.boundingBox();
    assert.ok(box);
    // The point lies at the left end of the plot; its height depends on the axis.
    for (let y = 8; y < box.height && !panel.asked.some(({ name }) => name === 'loadRequest'); y += 3) {
      for (const x of [48, 52, 56, 60]) await panel.page.mouse.click(box.x + x, box.y + y);
    }
    await panel.page.getByRole('complementary', { name: 'Request 1' }).waitFor();
  });

  it('moves between tabs with the arrow keys', async () => {
    panel = await PanelPage.open(browser, { state });
    await panel.page.getByRole('tab', { name: 'Overview' }).focus();
    await panel.page.keyboard.press('ArrowRight');
    assert.equal(await panel.page.evaluate(() => document.activeElement?.id), 'tab-requests');
    await panel.page.getByRole('tabpanel', { name: /Requests/ }).waitFor();
    await panel.page.keyboard.press('End');
    await panel.page.getByText('127.0.0.1:8000').waitFor();
  });

  it('shows a visible focus ring', async () => {
    panel = await PanelPage.open(browser, { state });
    await panel.page.keyboard.press('Tab');
    const outline = await panel.page.evaluate(
      () => getComputedStyle(document.activeElement as Element).outline,
    );
    assert.match(outline, /rgb\(0, 120, 212\) solid 1px/);
  });

  it('asks the extension for its actions', async () => {
    panel = await PanelPage.open(browser, { state });
    await panel.page.getByRole('button', { name: 'Reveal Folder' }).click();
    await panel.untilAsked('revealFolder');
    await panel.page.getByRole('button', { name: 'Run Again' }).click();
    await panel.untilAsked('runAgain');
  });

  it('explains an empty run, a run with errors only, and a partial run', async () => {
    const shown = async (of: Parameters<typeof report>[0]) => {
      panel = await PanelPage.open(browser, { state: { kind: 'report', report: report(of) } });
      return panel.page.innerText('main');
    };
    assert.match(await shown({ count: 0, clients: 1, failing: 0 }), /This run has no requests\./);
    await panel.close();
    const failed = await shown({ count: 20, clients: 2, failing: 1 });
    assert.match(failed, /All requests failed/);
    assert.match(failed, /Every request failed, so there is nothing to measure\./);
    await panel.close();
    assert.match(
      await shown({ count: 40, clients: 4, failing: 0, state: 'partial' }),
      /Partial[\s\S]*The run was stopped after 40 of 200 requests/,
    );
  });
});
