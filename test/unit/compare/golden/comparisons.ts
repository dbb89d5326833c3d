import type { Compared } from '../../../../src/cli/result/comparedExperiment.ts';
import { comparisonRows, verdictText } from '../../../../src/core/compare/comparisonTable.ts';
import { headingOf } from '../../../../src/core/compare/heading.ts';
import { type PartsComparison, partRows } from '../../../../src/core/compare/parts.ts';
import { partSentences, partsReasons } from '../../../../src/core/compare/partsWords.ts';
import type { PairComparison } from '../../../../src/core/compare/result.ts';
import { reasonOpening } from '../../../../src/core/compare/words.ts';
import { compared, heatmaps, loadTests } from '../../../webview/harness/experimentFixtures.ts';
import { lognormal } from '../simulated.ts';

const side = (name: string, seed: number, ttft: number, n = 80) => ({
  ...{ name, seed, n, startsAt: seed * 100 },
  ttft: lognormal(ttft, 0.2),
});

/** One comparison of each kind, with everything that a verdict can be. */
export const comparisons: Readonly<Record<string, () => Compared>> = {
  runs: () => compared([side('before', 1, 0.3), side('after', 2, 0.2)]),
  'runs with a margin': () =>
    compared([side('before', 1, 0.3, 400), side('after', 2, 0.31, 400)], { options: { margin: 0.1 } }),
  'runs that differ in load and length': () =>
    compared(
      [
        { ...side('before', 1, 0.3), tokens: () => 60 },
        { ...side('after', 2, 0.2), clients: 8, tokens: () => 90 },
      ],
      { options: { decidingMetric: 'ttlt' } },
    ),
  'runs with unequal failures': () =>
    compared([side('before', 1, 0.3, 120), { ...side('after', 2, 0.2, 120), errorShare: 0.3 }]),
  'A/B test': () =>
    compared(
      [
        { name: 'us-east-1', seed: 1, n: 300, ttft: lognormal(0.42, 0.2) },
        { name: 'eu-central-1', seed: 2, n: 300, startsAt: 0.2, ttft: lognormal(0.43, 0.2) },
      ],
      { options: { margin: 0.02 } },
    ),
  'several candidates': () =>
    compared([side('A', 1, 0.3), side('B', 2, 0.3), side('C', 3, 0.4), side('D', 4, 0.28)]),
  'load tests': () =>
    loadTests(
      { name: 'old', capacity: 12, levels: [1, 5, 20] },
      { name: 'new', capacity: 6, levels: [1, 5, 20] },
    ),
  heatmaps: () =>
    heatmaps(
      { name: 'old', inputs: [128, 1024], outputs: [64, 256], n: 30 },
      { name: 'new', inputs: [128, 1024], outputs: [64, 256], n: 30, seed: 6, slower: 1.3 },
    ),
};

/** A statistic with its verdict: on one line of a text, or in one row of a table. */
export interface VerdictRow {
  readonly key: string;
  readonly label: string;
  readonly verdict: string;
}

/** What every front end must say about a comparison, in the same words. */
export interface Said {
  /** What the comparison comes to, in the panel's heading; null for parts, which have none. */
  readonly heading: string | null;
  readonly sentences: readonly string[];
  readonly rows: readonly VerdictRow[];
}

/** The words of a comparison, one for each pair of runs or of experiments. */
export function saidOf(content: Compared): Said[] {
  return content.kind === 'runs'
    ? content.comparison.pairs.map(saidOfPair)
    : content.comparisons.map(saidOfParts);
}

function saidOfPair(pair: PairComparison): Said {
  const opening = /^Not comparable because .*? As measured: /;
  const deciding = pair.metrics.find(({ role }) => role === 'deciding');
  return {
    heading: headingOf(pair),
    sentences: [
      ...pair.reasons.map(reason =>
        deciding?.notComparable.includes(reason.because)
          ? reason.because
          : `${reasonOpening(pair, reason)} ${reason.because}.`,
      ),
      ...(pair.moreFailures === null ? [] : [pair.moreFailures]),
      pair.conclusion
        .replace(pair.moreFailures ?? '', '')
        .trim()
        .replace(opening, 'As measured: '),
    ],
    rows: comparisonRows(pair).map(row => ({ key: row.key, label: row.label, verdict: verdictText(row) })),
  };
}

function saidOfParts(comparison: PartsComparison): Said {
  return {
    heading: null,
    sentences: [...partsReasons(comparison).map(({ sentence }) => sentence), ...partSentences(comparison)],
    rows: partRows(comparison).map(row => ({ key: row.key, label: row.label, verdict: verdictText(row) })),
  };
}

/** The same as the text of a golden file. */
export function goldenText(content: Compared): string {
  const parts = saidOf(content).map(({ heading, sentences, rows }) =>
    [
      ...(heading === null ? [] : [`# ${heading}`]),
      ...sentences,
      ...rows.map(({ label, verdict }) => `${label} | ${verdict}`),
    ].join('\n'),
  );
  return `${parts.join('\n\n')}\n`;
}
