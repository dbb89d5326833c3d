import assert from 'node:assert/strict';
import { columnsOf, loadTestCsv, loadTestMarkdown } from '../../../src/core/loadTest/levelTable.ts';
import { loadTestsMarkdown } from '../../../src/core/loadTest/loadTestsMarkdown.ts';
import { loadTests } from '../../webview/harness/experimentFixtures.ts';

const shapes = [
  { name: 'a|b', capacity: 8, levels: [1, 2, 20], n: 30 },
  { name: 'c', capacity: 30, levels: [1, 20, 50], n: 60 },
] as const;
const content = loadTests(...shapes);
const [first, second] = content.tests;

describe('tables of load tests', () => {
  it('are written as Markdown, with the reason for every unreliable number', () => {
    assert.ok(first);
    const lines = loadTestMarkdown(first.name, first.levels, first.knee).split('\n');
    assert.equal(lines[0], '## Load test a|b');
    assert.equal(
      lines[4],
      `| ${columnsOf(first.levels)
        .map(({ label }) => label)
        .join(' | ')} |`,
    );
    assert.match(lines[6] ?? '', /^\| 1 \| 30 \| 0 % \| .* \*/);
    assert.ok(lines.includes('- 1 client: 30 values are too few: this percentile needs at least 50.'));
  });

  it('are written as CSV, with one unrounded row per level', () => {
    const rows = loadTestCsv(content.tests).trim().split('\r\n');
    assert.equal(rows.length, 7);
    const level = second?.levels[0];
    assert.deepEqual(rows[4]?.split(',').slice(0, 5), ['c', '1', '60', '0', String(level?.throughput)]);
  });
});

const [comparison] = content.comparisons;

describe('load tests compared level by level', () => {
  it('are compared at the levels that both have, by the metrics that runs are compared by', () => {
    assert.deepEqual(
      comparison?.parts.map(({ label, pair }) => [label, pair.metrics.map(({ key }) => key)]),
      ['1 client', '20 clients'].map(label => [
        label,
        ['ttft', 'ttlt', 'tpot', 'request_throughput', 'output_token_throughput', 'error_rate'],
      ]),
    );
    assert.equal(comparison?.parts[1]?.pair.metrics[0]?.verdict, 'better');
    assert.equal(comparison?.apart, 'Not compared: 2 clients only in a|b; 50 clients only in c.');
    const [same] = loadTests(shapes[0], { ...shapes[0], name: 'again' }).comparisons;
    assert.equal(same?.apart, null);
  });

  it('are written as Markdown after the levels of each', () => {
    const text = loadTestsMarkdown(content.tests, content.comparisons);
    const [, differences = ''] = text.split('\n## c against a\\|b\n');
    const lines = differences.split('\n');
    assert.match(lines[1] ?? '', /^- 1 client: TTFT median/);
    assert.match(
      lines[2] ?? '',
      /^- 20 clients: TTFT median is [\d.]+ % lower \(.*\), with failed requests counted as infinitely slow: better\.$/,
    );
    assert.match(lines[4] ?? '', /^\| Level \| a\\\|b \| c \| n \|/);
    assert.deepEqual(
      lines.filter(line => /^\| 20 clients/.test(line)).map(line => line.split(' | ')[0]),
      [
        // Means have no place for the failed request.
        ...['TTFT', 'TTLT', 'TPOT'].flatMap(label => [`${label} median`, `${label} p90`]),
        ...['Requests per second, steady', 'Output tokens per second, steady', 'Error rate'],
      ].map(name => `| 20 clients: ${name}`),
    );
    assert.ok(
      lines.includes('- Not compared: 2 clients only in a|b; 50 clients only in c.'.replace('|', '\\|')),
    );
    const [test] = content.tests;
    assert.equal(loadTestsMarkdown(test ? [test] : [], []).includes('against'), false);
  });
});
