import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { ExperimentViewState } from '../../src/protocol/experimentView.ts';
import { launchBrowser } from '../harness/launchBrowser.ts';
import { lognormal } from '../unit/compare/simulated.ts';
import { seriousViolations } from './harness/axe.ts';
import { compared, heatmap, interleaved, loadTests } from './harness/experimentFixtures.ts';
import { liveAb, liveHeatmap, liveLoadTest } from './harness/liveFixtures.ts';
import { type PanelOptions, PanelPage } from './harness/panelPage.ts';
import { type ThemeName, themes } from './harness/themes.ts';

type Scene = Omit<PanelOptions<'experiments'>, 'bundle' | 'theme'>;

const run = (name: string, seed: number, ttft: number, n = 120) => ({
  name,
  seed,
  n,
  startsAt: seed * 1000,
  ttft: lognormal(ttft, 0.3),
});
const shown = (
  content: Extract<ExperimentViewState, { kind: 'content' }>['content'],
): ExperimentViewState => ({
  kind: 'content',
  title: 'Staging against production',
  content,
});
const several = compared(
  [
    run('A', 1, 0.3),
    { ...run('B', 2, 0.4), clients: 4, errorShare: 0.1, facts: { partial: 'Stopped.' } },
    run('C', 3, 0.31, 8),
  ],
  { findings: ['B was slower.'], recipe: 'Which is faster?', warnings: ['A: a line could not be read.'] },
);
const tests = loadTests({ name: 'staging', capacity: 8 }, { name: 'production', capacity: 20 });

const scenes: Record<string, Scene> = {
  comparison: { state: shown(interleaved(0.9)) },
  'several runs': { state: shown(several), uiState: { candidate: 'B', statistic: 'all' } },
  'comparison as tables': { state: shown(interleaved(0.9)), bodyClass: 'vscode-using-screen-reader' },
  'errors only': {
    state: shown(
      compared([
        { ...run('A', 1, 1), errorShare: 2 },
        { ...run('B', 2, 1), errorShare: 2 },
      ]),
    ),
  },
  'load tests': { state: shown(tests) },
  heatmap: { state: shown({ kind: 'heatmaps', heatmaps: [heatmap({})], comparisons: [] }) },
  'live A/B test': { state: { kind: 'live', progress: liveAb(0.5) } },
  'live load test': { state: { kind: 'live', progress: liveLoadTest(0.5, { stopping: true }) } },
  'live heatmap': { state: { kind: 'live', progress: liveHeatmap() } },
  error: { state: { kind: 'error', message: 'The folder is gone.' } },
};

/** Only colours depend on the theme, and these scenes have all of them. */
const colourful = new Set(['several runs', 'load tests', 'heatmap', 'live load test']);

describe('accessibility of the experiment panel', () => {
  let browser: Browser;

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  for (const theme of Object.keys(themes) as ThemeName[]) {
    for (const [name, options] of Object.entries(scenes)) {
      if (theme !== 'dark' && !colourful.has(name)) continue;
      it(`has no serious axe violation: ${name}, ${theme}`, async () => {
        const panel = await PanelPage.open(browser, { ...options, bundle: 'experiments', theme });
        const serious = await seriousViolations(panel.page);
        await panel.close();
        assert.deepEqual(serious, []);
        assert.deepEqual(panel.complaints, []);
      });
    }
  }
});
