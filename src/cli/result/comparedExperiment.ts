import { heatmapsMarkdown } from '../../core/heatmap/heatmapMarkdown.ts';
import { loadTestsMarkdown } from '../../core/loadTest/loadTestsMarkdown.ts';
import type { ExperimentContent } from '../../protocol/experiments.ts';
import type { Styles } from '../terminal/style.ts';
import { comparedMarkdown, comparedText } from './comparisonText.ts';
import { heatmapsText } from './heatmapText.ts';
import { loadTestsText } from './loadTestsText.ts';

/** Everything that can be compared. */
export type Compared = Exclude<ExperimentContent, { kind: 'repeats' }>;

/** A comparison of any kind as lines for a terminal. */
export function comparedExperimentText(content: Compared, look: Styles): string[] {
  switch (content.kind) {
    case 'runs':
      return comparedText(content.findings, content.comparison.pairs, look);
    case 'load-tests':
      return loadTestsText(content.tests, content.comparisons, look);
    case 'heatmaps':
      return heatmapsText(content.heatmaps, content.comparisons, look);
  }
}

/** What `--json` prints. */
/** A comparison of any kind as Markdown. */
export function comparedExperimentMarkdown(content: Compared): string {
  switch (content.kind) {
    case 'runs':
      return comparedMarkdown(content.findings, content.comparison.pairs);
    case 'load-tests':
      return loadTestsMarkdown(content.tests, content.comparisons);
    case 'heatmaps':
      return heatmapsMarkdown(content.heatmaps, content.comparisons);
  }
}
