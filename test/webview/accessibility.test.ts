import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { RunSnapshot } from '../../src/protocol/run.ts';
import { launchBrowser } from '../harness/launchBrowser.ts';
import { seriousViolations } from './harness/axe.ts';
import { type PanelOptions, PanelPage } from './harness/panelPage.ts';
import { compatOf, report, requestDetail } from './harness/runFixtures.ts';
import { snapshot } from './harness/snapshotFixtures.ts';
import { type ThemeName, themes } from './harness/themes.ts';

const mix = { count: 120, clients: 8, failing: 0.05 };
const diagnostic = {
  id: 'cold',
  severity: 'warning' as const,
  message: 'Cold TLS.',
  advice: 'Set `warmup`.',
};
const live = (change: Partial<RunSnapshot> = {}): PanelOptions => ({
  state: { kind: 'live', snapshot: snapshot(mix, 0.5, change) },
});
const saved = { ...report(mix), diagnostics: [diagnostic] };

const scenes: Record<string, PanelOptions> = {
  live: live({ diagnostics: [diagnostic] }),
  'live, stopping': live({ state: 'stopping' }),
  'live, failed': live({ state: 'failed', message: 'Nobody answers.' }),
  report: { state: { kind: 'report', report: saved } },
  'report as tables': { state: { kind: 'report', report: saved }, bodyClass: 'vscode-using-screen-reader' },
  requests: {
    state: { kind: 'report', report: saved },
    uiState: { tab: 'requests' },
    answers: { loadRequest: ({ index }) => requestDetail(mix, index) },
  },
  details: { state: { kind: 'report', report: saved }, uiState: { tab: 'details' } },
  'own keys': { state: { kind: 'report', report: saved }, uiState: { statistics: 'own' } },
  'other tools': {
    state: { kind: 'report', report: saved },
    uiState: { statistics: 'tools' },
    answers: { compatViews: () => compatOf(mix) },
  },
  'errors only': { state: { kind: 'report', report: report({ ...mix, failing: 1 }) } },
  error: { state: { kind: 'error', message: 'The run folder is gone.' } },
};

/** Only colours depend on the theme, and these scenes have all of them. */
const colourful = new Set(['live', 'report', 'requests', 'errors only']);

describe('accessibility of the panel', () => {
  let browser: Browser;

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  for (const theme of Object.keys(themes) as ThemeName[]) {
    for (const [name, options] of Object.entries(scenes)) {
      if (theme !== 'dark' && !colourful.has(name)) continue;
      it(`has no serious axe violation: ${name}, ${theme}`, async () => {
        const panel = await PanelPage.open(browser, { ...options, theme });
        if (options.answers?.compatViews) await panel.page.locator('.tool-numbers').waitFor();
        if (options.answers?.loadRequest) {
          await panel.page.locator('#row-1').click();
          await panel.page.getByRole('heading', { name: 'Response' }).waitFor();
        }
        const serious = await seriousViolations(panel.page);
        await panel.close();
        assert.deepEqual(serious, []);
        assert.deepEqual(panel.complaints, []);
      });
    }
  }
});
