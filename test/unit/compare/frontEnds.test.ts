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

/** Some metrics can be compared; TTLT below cannot. */
const content = compared([
  { name: 'A', n: 80, seed: 1, ttft: lognormal(0.2, 0.2) },
  { name: 'B', n: 80, seed: 2, ttft: lognormal(0.1, 0.2), startsAt: 500, facts: { transport: 'http/1.1' } },
]);
const [pair] = content.comparison.pairs as [PairComparison];
const partly: PairComparison = {
  ...pair,
  metrics: pair.metrics.map(metric =>
    metric.key === 'ttlt' ? { ...metric, notComparable: ['the responses differ in length'] } : metric,
  ),
};
const whole = { ...content, comparison: { ...content.comparison, pairs: [partly] } };

const frontEnds = {
  'the command line': comparedText([], [partly], styles(false)).join('\n'),
  Markdown: comparedMarkdown([], [partly]),
  HTML: runsBody([], whole).join('\n'),
};
const ttlt = comparisonRows(partly).find(({ label }) => label === 'TTLT median');

describe('what every front end says about a comparison', () => {
  it('has sentences for the timing, the intervals with their resamples, and how to read the verdicts', () => {
    const [timing, bootstrap, mean, ...rest] = methodSentences(partly);
    assert.match(timing ?? '', /^Separate: one run followed the other/);
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
      /^Runs like these detect a true difference of [\d.]+ % in 80 of 100 cases where the candidate is worse, and of [\d.]+ % where it is better\.$/,
    );
    assert.equal(rest.at(-1), partly.family);
  });

  for (const [frontEnd, text] of Object.entries(frontEnds)) {
    it(`${frontEnd}: gives no verdict on numbers that cannot be compared, and says why and how it compared`, () => {
      const shown = frontEnd === 'HTML' ? escaped : (sentence: string) => sentence;
      assert.equal(text.split(`not comparable (${ttlt?.verdict})`).length, 4, text);
      for (const sentence of [...rowNotes(comparisonRows(partly)), ...methodSentences(partly)]) {
        assert.ok(text.includes(shown(sentence)), `${sentence} in ${text}`);
      }
    });
  }

  it('the command line says in words, too, that such a finding cannot be compared', () => {
    const sentence = partly.metrics.find(({ key }) => key === 'ttlt')?.sentence;
    assert.ok(frontEnds['the command line'].includes(`\nNot comparable. As measured: ${sentence}`));
  });
});
