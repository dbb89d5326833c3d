import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { initialExperimentUi } from '../../src/webview/experiments/panel/experimentUiState.ts';
import { launchBrowser } from '../harness/launchBrowser.ts';
import { comparisons, saidOf } from '../unit/compare/golden/comparisons.ts';
import { PanelPage } from './harness/panelPage.ts';

/** The words of the golden files of test/unit/compare, which the other front ends are tested for there. */
describe('the panel says the verdict of a comparison in the same words', () => {
  let browser: Browser;

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  for (const [kind, make] of Object.entries(comparisons)) {
    it(kind, async () => {
      const content = make();
      const panel = await PanelPage.open(browser, {
        bundle: 'experiments',
        state: { kind: 'content', title: kind, content },
        uiState: { ...initialExperimentUi, statistic: 'all' },
      });
      const text = (await panel.page.locator('main').innerText()).replaceAll(/\s+/g, ' ');
      const rows = (await panel.page.locator('table.compared tr').allInnerTexts()).map(row =>
        row.replaceAll(/\s+/g, ' '),
      );
      await panel.close();
      // Of several candidates, one is shown at a time; of parts, one metric.
      const [said] = saidOf(content);
      assert.ok(said);
      assert.ok(said.heading === null || text.includes(said.heading), `${said.heading} in ${text}`);
      for (const sentence of said.sentences) assert.ok(text.includes(sentence), `${sentence}\nin ${text}`);
      for (const { key, label, verdict } of said.rows) {
        if (content.kind !== 'runs' && key !== 'ttft') continue;
        const row = rows.find(one => one.includes(label)) ?? '';
        const words = /^not comparable \((.*)\)$/.exec(verdict)?.slice(1) ?? [verdict];
        assert.ok(
          words.every(word => row.includes(word)),
          `${label}: ${verdict} in ${row}`,
        );
      }
    });
  }
});
