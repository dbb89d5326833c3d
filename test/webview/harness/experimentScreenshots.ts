// Takes pictures of the experiment panel in every state and theme, to look at them:
//   node test/webview/harness/experimentScreenshots.ts FOLDER [part of a name][@theme]
import type { ExperimentViewState } from '../../../src/protocol/experimentView.ts';
import { lognormal } from '../../unit/compare/simulated.ts';
import { compared, heatmap, heatmaps, interleaved, loadTests } from './experimentFixtures.ts';
import { liveAb, liveHeatmap, liveLoadTest } from './liveFixtures.ts';
import { takePictures } from './takePictures.ts';

const content = (
  title: string,
  shown: Extract<ExperimentViewState, { kind: 'content' }>['content'],
): ExperimentViewState => ({ kind: 'content', title, content: shown });

const median = (name: string, seed: number, ttft: number, n = 300) => ({
  name,
  seed,
  n,
  startsAt: seed * 1000,
  ttft: lognormal(ttft, 0.25),
});
const better = content('eu-central-1 against us-east-1', interleaved(0.9));
const failed = (name: string, seed: number) => ({ ...median(name, seed, 0.3, 40), errorShare: 2 });
const several = content(
  'Four models',
  compared([
    median('sonnet', 1, 0.4),
    median('haiku', 2, 0.25),
    median('opus-with-a-rather-long-name', 3, 0.7),
    median('nova', 4, 0.405),
  ]),
);
const incomparable = content(
  'Before and after',
  compared([
    { ...median('before', 1, 0.4), clients: 4 },
    {
      ...median('after', 2, 0.3),
      clients: 8,
      errorShare: 0.08,
      facts: { partial: 'Stopped.', diagnostics: ['client-limited'] },
    },
  ]),
);
const recipe = content(
  'Prompt caching',
  compared([median('cached', 1, 0.2), median('cache-busted', 2, 0.4)], {
    recipe: 'What does prompt caching save?',
    findings: [
      'Cached prompts had their first token 49 % sooner (46 to 52 %).',
      '92 % of the requests of "cached" read their input from the cache.',
    ],
    warnings: ['cached: 3 lines of responses.jsonl could not be read.'],
  }),
);
const one = content('Load of staging', loadTests({ name: 'staging', capacity: 12 }));
const two = content(
  'Staging and production',
  loadTests(
    { name: 'staging', capacity: 12 },
    { name: 'production', capacity: 25, levels: [1, 5, 10, 20, 50, 100] },
  ),
);
const twoHeatmaps = content('Old and new', heatmaps({ name: 'old' }, { name: 'new', seed: 9, slower: 1.5 }));
const lengths = content('Lengths', { kind: 'heatmaps', heatmaps: [heatmap({})], comparisons: [] });

await takePictures('experiments', {
  better: { state: better },
  betterTall: { state: better, height: 2100 },
  betterAll: { state: better, uiState: { statistic: 'all', scale: 'log', metric: 'tpot' }, height: 2300 },
  betterNarrow: { state: better, width: 400, height: 2600 },
  betterWide: { state: better, width: 1900, height: 1300 },
  same: { state: content('A and A again', interleaved(1, 200)) },
  several: { state: several, height: 2100 },
  incomparable: { state: incomparable },
  recipe: { state: recipe },
  tooFew: { state: content('Ten each', compared([median('A', 1, 0.3, 10), median('B', 2, 0.4, 10)])) },
  onePoint: {
    state: content('One each', compared([median('A', 1, 0.3, 1), median('B', 2, 0.4, 1)])),
    height: 1900,
  },
  errorsOnly: { state: content('Nothing worked', compared([failed('A', 1), failed('B', 2)])) },
  tables: { state: better, bodyClass: 'vscode-using-screen-reader', height: 2100 },
  big: {
    state: content('Many', compared([median('A', 1, 0.3, 100_000), median('B', 2, 0.31, 100_000)])),
    height: 1900,
  },
  heatmaps: { state: twoHeatmaps, height: 2400 },
  loadTest: { state: one, height: 2300 },
  loadTestNarrow: { state: one, width: 400, height: 3600 },
  loadTestOneLevel: {
    state: content('One level', loadTests({ name: 'one', capacity: 4, levels: [4], n: 8 })),
    height: 1800,
  },
  loadTests: { state: two, height: 2900 },
  heatmap: { state: lengths, height: 1200 },
  heatmapNarrow: { state: lengths, width: 400, height: 1400 },
  heatmapEmpty: {
    state: content('Nothing', {
      kind: 'heatmaps',
      heatmaps: [heatmap({ failing: 1, n: 2 })],
      comparisons: [],
    }),
    height: 1100,
  },
  liveAb: { state: { kind: 'live', progress: liveAb(0.6) } },
  liveAbStart: {
    state: {
      kind: 'live',
      progress: liveAb(0, {
        stopping: true,
        steps: [
          { label: 'us-east-1', state: 'running', snapshot: null },
          { label: 'eu-central-1', state: 'waiting', snapshot: null },
        ],
      }),
    },
  },
  liveLoadTest: { state: { kind: 'live', progress: liveLoadTest() }, height: 1100 },
  liveLoadTestNarrow: { state: { kind: 'live', progress: liveLoadTest() }, width: 400, height: 1700 },
  liveHeatmap: { state: { kind: 'live', progress: liveHeatmap() } },
  error: { state: { kind: 'error', message: 'The folder /home/me/runs/gone does not exist.' } },
});
