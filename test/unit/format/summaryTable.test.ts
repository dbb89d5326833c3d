import assert from 'node:assert/strict';
import { summaryColumns, summaryMarkdown, summaryTable } from '../../../src/core/format/summaryTable.ts';
import type { Distribution } from '../../../src/core/metrics/distribution.ts';

const distribution = (change: Partial<Distribution> = {}): Distribution => ({
  n: 40,
  mean: 0.2,
  min: 0.1,
  p50: 0.182,
  p90: 0.3,
  p95: 0.35,
  p99: 1.2,
  p999: 1.3,
  max: 1.4301,
  unit: 's',
  unreliable: { p999: '40 values are too few: this percentile needs at least 5000.' },
  p50ci: [0.1785, 0.1888],
  ...change,
});

describe('summary table', () => {
  it('writes a distribution in one unit, with its sample size and its unreliable percentiles', () => {
    const { rows } = summaryTable({ ttft: distribution() });
    const [ttft] = rows;
    assert.equal(ttft?.label, 'TTFT');
    assert.deepEqual(
      ttft?.cells.map(({ text }) => text),
      ['200 ms', '182 ms', '179–189 ms', '300 ms', '350 ms', '1,200 ms', '1,300 ms', '1,430 ms', '40'],
    );
    assert.deepEqual(
      ttft?.cells.flatMap(({ unreliable }, i) => (unreliable === null ? [] : [summaryColumns[i]?.key])),
      ['p999'],
    );
  });

  it('leaves out empty and redundant metrics', () => {
    const empty = distribution({ n: 0, mean: null, p50: null });
    const inTime = distribution({ max: 0, p50: 0 });
    const { rows, scalars } = summaryTable({
      ttft: distribution(),
      ttft_any: distribution(),
      tls: empty,
      queue: inTime,
      e2e: distribution(),
      goodput: { n: 40, value: null, unit: 'requests/s' },
      error_rate: { n: 40, value: 0.025, unit: '' },
    });
    assert.deepEqual(
      rows.map(({ key }) => key),
      ['ttft'],
    );
    assert.deepEqual(
      scalars.map(({ key, text }) => [key, text]),
      [['error_rate', '2.5 %']],
    );
  });

  it('shows queue and end to end if requests waited, and TTFT of any kind if it differs', () => {
    const { rows } = summaryTable({
      ttft: distribution(),
      ttft_any: distribution({ mean: 0.15 }),
      queue: distribution(),
      e2e: distribution(),
    });
    assert.deepEqual(
      rows.map(({ key }) => key),
      ['ttft', 'ttft_any', 'e2e', 'queue'],
    );
  });

  it('shows a metric without a definition', () => {
    const { scalars } = summaryTable({ warmth: { n: 1, value: 1.25, unit: 'USD' } });
    assert.deepEqual(scalars, [{ key: 'warmth', label: 'warmth', definition: '', text: '1.25 USD' }]);
  });

  it('becomes Markdown in which pipes are escaped', () => {
    const table = summaryTable({ 'a|b': distribution({ p50ci: [0.1785, 0.1888] }) });
    assert.equal(
      summaryMarkdown('Run', [['Clients', '4']], table),
      `## Run

- Clients: 4

| Metric | Mean | p50 | 95 % CI of p50 | p90 | p95 | p99 | p99.9 | Max | n |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| a\\|b | 200 ms | 182 ms | 179–189 ms | 300 ms | 350 ms | 1,200 ms | (1,300 ms) | 1,430 ms | 40 |

In parentheses: too few values for this percentile.
`,
    );
  });
});
