import assert from 'node:assert/strict';
import { comparedDefinition } from '../../../src/core/compare/comparedMetrics.ts';
import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import {
  comparisonMarkdown,
  comparisonRow,
  comparisonRows,
} from '../../../src/core/compare/comparisonTable.ts';
import type { PairComparison } from '../../../src/core/compare/result.ts';
import { simulatedSample } from './simulated.ts';

/** TTFTs cycle through `ttft` and one and two milliseconds more, so that all numbers are known. */
function run(name: string, ttft: number, startsAt: number) {
  let request = 0;
  return simulatedSample({
    name,
    n: 60,
    startsAt,
    ttft: () => ttft + (request++ % 3) / 1000,
    facts: { partial: startsAt > 0 ? 'Stopped.' : null },
  });
}

const [pair] = compareSamples([run('A|1', 0.2, 0), run('B', 0.1, 100)]) as [PairComparison];

describe('a comparison as a table', () => {
  it('has a row per statistic, with differences in the unit and in percent', () => {
    const rows = comparisonRows(pair);
    assert.deepEqual(
      rows.map(row => row.label),
      [
        ...['TTFT', 'TTLT', 'TPOT'].flatMap(label =>
          ['median', 'mean', 'p90', 'p99'].map(statistic => `${label} ${statistic}`),
        ),
        'Requests per second',
        'Output tokens per second',
        'Error rate',
      ],
    );
    const [median] = rows;
    assert.deepEqual(
      [median?.baseline, median?.candidate, median?.n, median?.verdict, median?.decidingMetric, median?.note],
      ['201 ms', '101 ms', '60 / 60', 'better', true, null],
    );
    assert.deepEqual(
      [median?.absolute, median?.relative],
      ['-100 ms (-100 to -100)', '-49.8 % (-49.8 to -49.8)'],
    );
    const p99 = rows.find(row => row.label === 'TTFT p99');
    assert.deepEqual(
      [p99?.absolute, p99?.relative, p99?.verdict, p99?.note],
      [
        '—',
        '—',
        'not enough data',
        'For the baseline, 60 values are too few: this percentile needs at least 500.',
      ],
    );
    const errors = rows.at(-1);
    assert.deepEqual([errors?.baseline, errors?.candidate, errors?.relative], ['0 %', '0 %', '—']);
    assert.match(errors?.absolute ?? '', /^0\.0 points \(-6\.0 to \+6\.0\)$/);
  });

  it('never rounds an end of an interval to 0 if the interval excludes 0', () => {
    const absolute = { value: -0.01, low: -0.023, high: -0.0004 };
    const side = { n: 500, value: 0.1, unreliable: null };
    const row = comparisonRow('error_rate', comparedDefinition('error_rate'), {
      statistic: 'total',
      baseline: side,
      candidate: side,
      difference: { absolute, relative: null, method: 'known', chance: 1, detectable: null },
      refused: null,
      verdict: 'better',
    });
    assert.equal(row.absolute, '-1.00 points (-2.30 to -0.04)');
  });

  it('is written as Markdown: the conclusion, cautions, the table, what was refused, how to read it', () => {
    const lines = comparisonMarkdown(pair).split('\n');
    assert.equal(lines[0], '## B against A\\|1');
    assert.equal(lines[2], pair.conclusion);
    assert.equal(lines[4], '- Caution: B is incomplete. Let each run finish before comparing.');
    assert.equal(
      lines[6],
      '| Metric | A\\|1 | B | n | Difference (95 % CI) | Relative (95 % CI) | Verdict |',
    );
    assert.match(lines[8] ?? '', /^\| \*\*TTFT median\*\* \| 201 ms \| 101 ms \| 60 \/ 60 \|.* better \|$/);
    assert.ok(
      lines.includes(
        '- TTFT p99, TTLT p99, TPOT p99: For the baseline, 60 values are too few: this percentile needs at least 500.',
      ),
    );
    assert.equal(lines.at(-2), `- ${pair.family}`);
  });
});
