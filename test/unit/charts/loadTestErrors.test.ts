import assert from 'node:assert/strict';
import { type LevelErrors, loadTestErrorsChart } from '../../../src/charts/loadTestErrorsChart.ts';
import { type ErrorReason, errorReasons } from '../../../src/core/base/errors.ts';

const theme = {
  ...{ foreground: '#111', muted: '#222', grid: '#333', surface: '#444', border: '#555' },
  ...{ primary: '#666', secondary: '#777', failed: '#888', fontFamily: 'x', highContrast: false },
};

function level(clients: number, requests: number, counts: Partial<Record<ErrorReason, number>>): LevelErrors {
  const errors = (Object.entries(counts) as [ErrorReason, number][]).map(([reason, count]) => ({
    ...{ reason, count, example: '', requestId: null, messages: [] },
    ...errorReasons[reason],
  }));
  return { clients, requests, errors };
}

interface Bars {
  name: string;
  data: number[][];
}

describe('the errors of a load test', () => {
  const levels = [level(8, 10, { timeout: 2, rateLimit: 3 }), level(1, 4, {}), level(2, 5, { timeout: 1 })];
  const chart = loadTestErrorsChart({ name: 'scaling', levels }, theme);

  it('are stacked as shares of all requests of a level, in the order of levels, frequent reasons at the bottom', () => {
    assert.deepEqual(
      (chart.option['series'] as Bars[]).map(({ name, data }) => [name, data]),
      [
        [
          'Timed out',
          [
            [1, 0, 0.2, 1],
            [2, 0, 0.2, 2],
          ],
        ],
        ['Rate limited', [[2, 0.2, 0.5, 3]]],
      ],
    );
  });

  it('have the same numbers in a table and in a sentence', () => {
    assert.deepEqual(chart.table, {
      columns: ['Number of clients', 'Requests', 'Failed', 'Timed out', 'Rate limited'],
      rows: [
        ['1', '4', '0 (0 %)', '0', '0'],
        ['2', '5', '1 (20 %)', '1', '0'],
        ['8', '10', '5 (50 %)', '2', '3'],
      ],
    });
    assert.equal(
      chart.description,
      '6 failed requests, starting at 2 clients: 3 × Timed out, 3 × Rate limited.',
    );
  });

  it('say so where there are none', () => {
    const words = (levels: LevelErrors[]) => loadTestErrorsChart({ name: 'x', levels }, theme).description;
    assert.equal(words([level(1, 4, {})]), 'No request failed.');
    assert.equal(words([level(1, 0, {})]), 'No requests were sent.');
    assert.equal(words([]), 'No requests were sent.');
  });
});
