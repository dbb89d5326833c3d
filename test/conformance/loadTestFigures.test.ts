import assert from 'node:assert/strict';
import type { Chart, ChartTheme } from '../../src/charts/chart.ts';
import { compareLoadTestChart } from '../../src/charts/compareLoadTestChart.ts';
import { type LoadTestFigureKey, loadTestFigures } from '../../src/charts/compareLoadTestFigures.ts';

const theme: ChartTheme = {
  foreground: 'white',
  muted: 'grey',
  grid: 'dimgrey',
  surface: 'black',
  border: 'grey',
  primary: 'blue',
  secondary: 'purple',
  failed: 'red',
  fontFamily: 'sans-serif',
  highContrast: false,
};

const stats = (rate: number, failed: number) => ({
  requests_per_minute: rate,
  failed_requests_rate: failed,
  average_input_tokens_per_minute: rate * 10,
  average_output_tokens_per_minute: rate * 100,
});

/** Levels out of order: the figures have clients ascending. Times at 1 client: 0.1 and 1 s, one missing. */
const test = {
  name: 'sweep',
  levels: [
    { clients: 10, ttft: [10], ttlt: [100], stats: stats(1000, 0.25) },
    { clients: 1, ttft: [0.1, 1, Number.NaN], ttlt: [1, 10], stats: stats(100, 0) },
  ],
};

interface Drawn {
  readonly name: string;
  readonly type: string;
  readonly data: readonly (readonly number[])[];
  readonly lineStyle?: { readonly type: string; readonly opacity: number };
}

const seriesOf = (chart: Chart) => chart.option['series'] as Drawn[];
const axisOf = (chart: Chart, side: 'xAxis' | 'yAxis') =>
  chart.option[side] as {
    name: string;
    axisLabel: { customValues?: number[]; formatter(position: number): string };
  };

/** Spec 7.4: key, y title, and where 0.25 failures or the statistic of both levels lie on the y axis. */
const lines: [key: LoadTestFigureKey, title: string, positions: [number, number]][] = [
  ['requests_per_minute', 'Requests per minute', [2, 3]],
  ['error_rate', 'Error rate', [0, 0.25]],
  ['average_input_tokens_clients', 'Average input tokens per minute', [3, 4]],
  ['average_output_tokens_clients', 'Average output tokens per minute', [4, 5]],
];

describe('conformance: load-test figures', () => {
  it('there are six, by the names of their files', () => {
    assert.deepEqual(Object.keys(loadTestFigures), [
      'time_to_first_token',
      'time_to_last_token',
      'requests_per_minute',
      'error_rate',
      'average_input_tokens_clients',
      'average_output_tokens_clients',
    ]);
  });

  for (const [key, title, [one, ten]] of lines) {
    it(`${key}: a dotted line with markers, clients logarithmic, y ${key === 'error_rate' ? 'linear' : 'logarithmic'}`, () => {
      const chart = compareLoadTestChart(key, [test], theme);
      assert.equal(chart.title, `${title} vs number of clients`);
      assert.deepEqual(
        [axisOf(chart, 'xAxis').name, axisOf(chart, 'yAxis').name],
        ['Number of clients', title],
      );
      const [line] = seriesOf(chart);
      assert.deepEqual(
        [line?.name, line?.type, line?.lineStyle?.type, line?.lineStyle?.opacity],
        ['sweep', 'line', 'dotted', 0.5],
      );
      assert.deepEqual(line?.data, [
        [0, one],
        [1, ten],
      ]);
      assert.equal(loadTestFigures[key].yScale, key === 'error_rate' ? 'linear' : 'log');
    });
  }

  for (const [key, title] of [
    ['time_to_first_token', 'Time to first token'],
    ['time_to_last_token', 'Time to last token'],
  ] as const) {
    it(`${key}: boxes over the requests of each level, both axes logarithmic`, () => {
      const chart = compareLoadTestChart(key, [test], theme);
      assert.equal(chart.title, `${title} vs number of clients`);
      assert.deepEqual(
        [axisOf(chart, 'xAxis').name, axisOf(chart, 'yAxis').name],
        ['Number of clients', `${title} (s)`],
      );
      const [boxes] = seriesOf(chart);
      const shift = key === 'time_to_first_token' ? 0 : 1;
      const rounded = boxes?.data.map(row => row.map(value => Number(value.toFixed(6))));
      const quartiles = [0.325, 0.55, 0.775].map(value => Number((Math.log10(value) + shift).toFixed(6)));
      assert.deepEqual(
        [boxes?.name, boxes?.type, rounded],
        [
          'sweep',
          'custom',
          [
            [0, shift - 1, ...quartiles, shift],
            [1, ...Array(5).fill(1 + shift)],
          ],
        ],
      );
    });
  }

  it('the axes show clients and values, not their logarithms', () => {
    const chart = compareLoadTestChart('requests_per_minute', [test], theme);
    const [x, y] = [axisOf(chart, 'xAxis').axisLabel, axisOf(chart, 'yAxis').axisLabel];
    assert.deepEqual(x.customValues?.map(x.formatter), ['1', '10']);
    assert.deepEqual(y.customValues?.map(y.formatter), ['100', '200', '500', '1k']);
  });
});
