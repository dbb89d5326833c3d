// Takes pictures of the run panel in every state and theme, to look at them:
//   node test/webview/harness/screenshots.ts FOLDER [part of a name][@theme]
import type { RunViewState } from '../../../src/protocol/view.ts';
import { compatOf, costOf, report, requestDetail } from './runFixtures.ts';
import { snapshot } from './snapshotFixtures.ts';
import { takePictures } from './takePictures.ts';

const mix = { count: 800, clients: 16, failing: 0.02 };
const warning = {
  id: 'prefix-cache',
  severity: 'warning' as const,
  message:
    '62 % of the input tokens came from the provider’s prefix cache, so TTFT is lower than for new prompts.',
  advice: 'Vary the prompts, or say so beside the numbers.',
};
const shown = (value: ReturnType<typeof report>): RunViewState => ({ kind: 'report', report: value });
const live = (value: ReturnType<typeof snapshot>): RunViewState => ({
  kind: 'live',
  snapshot: value,
});

await takePictures('run', {
  live: { state: live(snapshot(mix, 0.6, { diagnostics: [warning] })) },
  liveStart: { state: live(snapshot(mix, 0, { state: 'preparing', message: 'Checking the connection.' })) },
  liveFailed: {
    state: live(
      snapshot(mix, 0, {
        state: 'failed',
        message:
          'There is no server at http://127.0.0.1:8000/v1. Check the base URL and that the server is running.',
      }),
    ),
  },
  cost: { state: shown({ ...report(mix), cost: costOf(mix, 0.2) }) },
  liveCost: {
    state: live(
      snapshot(mix, 0.6, {
        cost: {
          currency: 'USD',
          total: 0.0512,
          perRequest: 0.000081,
          budget: 0.2,
          unknown: 3,
          estimate: null,
        },
      }),
    ),
  },
  contributed: {
    state: shown({ ...report(mix), stats: { ...report(mix).stats, judge_score: 0.871, cache_hits: 12_345 } }),
    height: 1100,
  },
  report: { state: shown({ ...report(mix), diagnostics: [warning] }) },
  reportLog: { state: shown(report(mix)), uiState: { metric: 'ttlt', scale: 'log' }, height: 1400 },
  reportNarrow: { state: shown(report(mix)), width: 560, height: 1000 },
  ownKeys: { state: shown(report(mix)), uiState: { statistics: 'own' } },
  otherTools: {
    state: shown(report(mix)),
    uiState: { statistics: 'tools', tool: 'vLLM (vllm bench serve)' },
    answers: { compatViews: () => compatOf(mix) },
    act: panel => panel.page.locator('.tool-numbers').waitFor(),
    height: 1500,
  },
  tables: { state: shown(report(mix)), bodyClass: 'vscode-using-screen-reader', height: 1400 },
  request: {
    state: shown(report(mix)),
    uiState: { tab: 'requests' },
    answers: { loadRequest: ({ index }) => requestDetail(mix, index) },
    act: panel => panel.page.click('#row-3'),
  },
  failedRequest: {
    state: shown(report(mix)),
    uiState: { tab: 'requests', filter: 'failed' },
    answers: { loadRequest: ({ index }) => requestDetail(mix, index) },
    act: panel => panel.page.click('#row-1'),
  },
  details: { state: shown(report(mix)), uiState: { tab: 'details' } },
  one: { state: shown(report({ count: 1, clients: 1, failing: 0, name: 'one-request' })) },
  empty: { state: shown(report({ count: 0, clients: 1, failing: 0, name: 'nothing-yet' })) },
  errorsOnly: { state: shown(report({ count: 50, clients: 5, failing: 1, name: 'all-failed' })) },
  partial: { state: shown(report({ count: 40, clients: 4, failing: 0.1, state: 'partial' })) },
  big: { state: shown(report({ count: 100_000, clients: 64, failing: 0.004, name: 'big' })) },
  bigTable: {
    state: shown(report({ count: 100_000, clients: 64, failing: 0.004, name: 'big' })),
    uiState: { tab: 'requests' },
  },
});
