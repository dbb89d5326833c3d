import assert from 'node:assert/strict';
import type { LoadTestSeries } from '../../../src/core/charts/compareLoadTestFigures.ts';
import { compareLevels, levelsApart } from '../../../src/core/loadTest/compareLevels.ts';
import { loadTestsMarkdown } from '../../../src/core/loadTest/levelDifferences.ts';
import { levelColumns, loadTestCsv, loadTestMarkdown } from '../../../src/core/loadTest/levelTable.ts';
import { loadTests } from '../../webview/harness/experimentFixtures.ts';

const content = loadTests(
  { name: 'a|b', capacity: 8, levels: [1, 2, 20], n: 30 },
  { name: 'c', capacity: 30, levels: [1, 20, 50], n: 60 },
);
const [first, second] = content.tests;
const [a, b] = content.series;

describe('tables of load tests', () => {
  it('read as Markdown, with every doubt in words', () => {
    assert.ok(first);
    const lines = loadTestMarkdown(first.name, first.levels, first.knee).split('\n');
    assert.equal(lines[0], '## Load test a|b');
    assert.equal(lines[4], `| ${levelColumns.map(({ label }) => label).join(' | ')} |`);
    assert.match(lines[6] ?? '', /^\| 1 \| 30 \| 0 % \| .* \*/);
    assert.ok(lines.includes('- 1 client: 30 values are too few: this percentile needs at least 50.'));
  });

  it('read as CSV, a row per level of every test, unrounded', () => {
    const rows = loadTestCsv(content.tests).trim().split('\r\n');
    assert.equal(rows.length, 7);
    const level = second?.levels[0];
    assert.deepEqual(rows[4]?.split(',').slice(0, 5), ['c', '1', '60', '0', String(level?.throughput)]);
  });
});

describe('load tests level by level', () => {
  it('are compared where both have the same number of clients', () => {
    assert.ok(a && b);
    const levels = compareLevels(a, b);
    assert.deepEqual(
      levels.map(({ clients, ttft }) => [clients, ttft.map(({ statistic }) => statistic)]),
      [
        [1, ['median', 'p90']],
        [20, ['median', 'p90']],
      ],
    );
    assert.equal(levels[1]?.ttft[0]?.verdict, 'better');
    const opposite = compareLevels(b, a);
    assert.equal(opposite[1]?.ttft[0]?.verdict, 'worse');
    assert.equal(levelsApart(a, b), 'Not compared: 2 clients only in a|b; 50 clients only in c.');
    assert.equal(levelsApart(a, a), null);
  });

  it('read as Markdown after the levels of each', () => {
    const text = loadTestsMarkdown(content.tests, content.series);
    const [, differences = ''] = text.split('\n## c against a\\|b\n');
    const lines = differences.split('\n');
    assert.match(lines[1] ?? '', /^\| Level \| a\\\|b \| c \| n \|/);
    assert.deepEqual(
      lines.slice(3, 11).map(line => line.split(' | ')[0]),
      ['1 client', '20 clients'].flatMap(level =>
        ['TTFT', 'TTLT'].flatMap(label => ['median', 'p90'].map(name => `| ${level}: ${label} ${name}`)),
      ),
    );
    assert.ok(lines.includes(levelsApart(a as LoadTestSeries, b as LoadTestSeries) ?? ''));
    assert.equal(
      loadTestsMarkdown(content.tests.slice(0, 1), content.series.slice(0, 1)).includes('against'),
      false,
    );
  });
});
