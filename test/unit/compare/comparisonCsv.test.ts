import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { compareSamples } from '../../../src/core/compare/compareSamples.ts';
import { comparisonCsv } from '../../../src/core/compare/comparisonCsv.ts';
import { lognormal, simulatedSample } from './simulated.ts';

describe('a comparison as CSV', () => {
  it('has a row per statistic with unrounded numbers, and says why some are missing', () => {
    const pairs = compareSamples([
      simulatedSample({ name: 'A, first', seed: 1, n: 60, ttft: lognormal(0.3, 0.2) }),
      simulatedSample({ name: 'B', seed: 2, n: 60, startsAt: 1000, clients: 2, ttft: lognormal(0.2, 0.2) }),
    ]);
    const rows: Record<string, string>[] = parse(comparisonCsv(pairs), { columns: true });
    const [median] = rows;
    const found = pairs[0]?.metrics[0]?.statistics[0];
    assert.equal(
      rows.length,
      pairs[0]?.metrics.reduce((sum, { statistics }) => sum + statistics.length, 0),
    );
    assert.deepEqual(
      [
        median?.['baseline'],
        median?.['metric'],
        median?.['statistic'],
        median?.['deciding'],
        median?.['verdict'],
      ],
      ['A, first', 'ttft', 'median', 'true', 'better'],
    );
    assert.equal(median?.['difference_low'], String(found?.difference?.absolute.low));
    assert.equal(median?.['note'], 'not comparable: the load differs: 1 and 2 clients');
    const p99 = rows.find(row => row['statistic'] === 'p99');
    assert.deepEqual([p99?.['difference'], p99?.['verdict']], ['', 'not enough data']);
    assert.match(p99?.['note'] ?? '', /too few/);
  });
});
