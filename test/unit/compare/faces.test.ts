import assert from 'node:assert/strict';
import { comparedMarkdown, comparedText } from '../../../src/cli/result/comparisonText.ts';
import { styles } from '../../../src/cli/terminal/style.ts';
import { comparisonRows, rowNotes } from '../../../src/core/compare/comparisonTable.ts';
import { methodSentences } from '../../../src/core/compare/methodWords.ts';
import type { PairComparison } from '../../../src/core/compare/result.ts';
import { escaped } from '../../../src/core/format/escaped.ts';
import { runsBody } from '../../../src/results/report/runsReport.ts';
import { compared } from '../../webview/harness/experimentFixtures.ts';
import { lognormal } from './simulated.ts';

/** TTFT can be compared; what takes the whole answer cannot. */
const content = compared([
  { name: 'A', n: 80, seed: 1, ttft: lognormal(0.2, 0.2) },
  { name: 'B', n: 80, seed: 2, ttft: lognormal(0.1, 0.2), startsAt: 500, facts: { transport: 'http/1.1' } },
]);
const [pair] = content.comparison.pairs as [PairComparison];
const spoilt: PairComparison = {
  ...pair,
  metrics: pair.metrics.map(metric =>
    metric.key === 'ttlt' ? { ...metric, notComparable: ['the answers differ in length'] } : metric,
  ),
};
const whole = { ...content, comparison: { ...content.comparison, pairs: [spoilt] } };

const faces = {
  'the command line': comparedText([], [spoilt], styles(false)).join('\n'),
  Markdown: comparedMarkdown([], [spoilt]),
  HTML: runsBody([], whole).join('\n'),
};
const ttlt = comparisonRows(spoilt).find(({ label }) => label === 'TTLT median');

describe('what every face says of a comparison', () => {
  it('has sentences for the method, the intervals with their resamples, and how to read verdicts', () => {
    const [arrangement, bootstrap, mean, ...rest] = methodSentences(spoilt);
    assert.match(arrangement ?? '', /^Separate: one run after the other/);
    assert.match(
      bootstrap ?? '',
      /^95 % intervals by percentile bootstrap of independent requests \(2,000 seeded resamples\): TTFT median, TTFT p90, /,
    );
    assert.match(
      mean ?? '',
      /^95 % intervals by Student's t, unequal variances \(2,000 seeded draws\): TTFT mean, /,
    );
    assert.match(
      rest.at(-2) ?? '',
      /^Runs like these detect a true difference of [\d.]+ % in 80 of 100 cases\.$/,
    );
    assert.equal(rest.at(-1), spoilt.family);
  });

  for (const [face, text] of Object.entries(faces)) {
    it(`${face}: no verdict of numbers that cannot be compared, why, and how it was done`, () => {
      const told = face === 'HTML' ? escaped : (sentence: string) => sentence;
      assert.equal(text.split(`not comparable (${ttlt?.verdict})`).length, 4, text);
      for (const sentence of [...rowNotes(comparisonRows(spoilt)), ...methodSentences(spoilt)]) {
        assert.ok(text.includes(told(sentence)), `${sentence} in ${text}`);
      }
    });
  }

  it('the command line calls no such finding better or worse in words either', () => {
    const sentence = spoilt.metrics.find(({ key }) => key === 'ttlt')?.sentence;
    assert.ok(faces['the command line'].includes(`\nNot comparable, as measured: ${sentence}`));
  });
});
