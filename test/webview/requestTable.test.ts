import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../harness/launchBrowser.ts';
import { PanelPage } from './harness/panelPage.ts';
import { report } from './harness/runFixtures.ts';

const count = 100_000;

describe('request table with 100,000 requests', () => {
  let browser: Browser;
  let panel: PanelPage;

  before(async () => {
    browser = await launchBrowser();
    const big = report({ count, clients: 64, failing: 0.004 });
    panel = await PanelPage.open(browser, {
      state: { kind: 'report', report: big },
      uiState: { tab: 'requests' },
    });
  });
  after(async () => {
    await browser.close();
    assert.deepEqual(panel.complaints, []);
  });

  const firstRow = () => panel.page.locator('[role=row][aria-rowindex="2"]').innerText();

  it('draws only the rows in view', async () => {
    assert.ok((await panel.page.locator('.grid-row').count()) < 80);
    assert.equal(await panel.page.getByRole('grid').getAttribute('aria-rowcount'), String(count + 1));
  });

  it('reaches the last row by keyboard and the middle by scrolling', async () => {
    const grid = panel.page.getByRole('grid');
    await grid.focus();
    await panel.page.keyboard.press('End');
    await panel.page.locator(`#row-${count - 1}`).waitFor();
    assert.equal(await grid.getAttribute('aria-activedescendant'), `row-${count - 1}`);
    await grid.evaluate(node => node.scrollTo(0, 24 * 50_000));
    await panel.page.locator('#row-50005').waitFor();
    assert.match(await panel.page.locator('#row-50005').innerText(), /^50,006\n/);
    await grid.focus();
    await panel.page.keyboard.press('Home');
    await panel.page.locator('#row-0').waitFor();
  });

  it('sorts by a column in both directions and marks the direction', async () => {
    const header = panel.page.getByRole('columnheader', { name: 'TTLT' });
    await header.getByRole('button').click();
    assert.equal(await header.getAttribute('aria-sort'), 'descending');
    const slowest = await firstRow();
    await header.getByRole('button').click();
    assert.equal(await header.getAttribute('aria-sort'), 'ascending');
    assert.notEqual(await firstRow(), slowest);
  });

  it('filters failed and slowest requests', async () => {
    await panel.page.getByRole('button', { name: /^Failed/ }).click();
    assert.match(await firstRow(), /Failed: /);
    await panel.page.getByRole('button', { name: 'Slowest 100' }).click();
    assert.equal(await panel.page.getByRole('grid').getAttribute('aria-rowcount'), '101');
  });
});
