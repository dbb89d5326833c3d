import assert from 'node:assert/strict';
import type { Chart, ChartTheme } from '../../../src/charts/chart.ts';
import { ecdfChart } from '../../../src/charts/ecdfChart.ts';
import { axisText, clockText } from '../../../src/charts/frame.ts';
import { histogramChart } from '../../../src/charts/histogramChart.ts';
import { rateChart } from '../../../src/charts/rateChart.ts';
import { timeChart } from '../../../src/charts/timeChart.ts';

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

const values = Array.from({ length: 100 }, (_, i) => 0.1 + i / 1000);
const ttft = { label: 'TTFT', unit: 's', values };

interface Series {
  name?: string;
  data: unknown[];
  markLine?: { data: { name: string; xAxis: number }[] };
}
const series = (chart: Chart) => chart.option['series'] as Series[];

describe('charts', () => {
  it('draws a histogram with its percentiles, and shows the same in its description and table', () => {
    const chart = histogramChart(ttft, 'linear', theme);
    assert.equal(chart.description, 'Histogram of TTFT of 100 requests: p50 150 ms, p90 189 ms.');
    assert.deepEqual(chart.table.columns, ['TTFT', 'Requests', 'Share']);
    assert.deepEqual(chart.table.rows[0], ['100 to 120 ms', '20', '20 %']);
    assert.equal(series(chart)[0]?.data.length, chart.table.rows.length);
    assert.deepEqual(
      series(chart)[1]?.markLine?.data.map(({ name }) => name),
      ['p50', 'p90'],
    );
  });

  it('marks no percentile that has too few values', () => {
    const chart = histogramChart({ ...ttft, values: [0.1, 0.2, 0.3] }, 'linear', theme);
    assert.deepEqual(series(chart)[1]?.markLine?.data, []);
    assert.equal(chart.description, 'Histogram of TTFT of 3 requests.');
  });

  it('gives marks that are close together one label', () => {
    const tail = [...Array.from({ length: 99 }, (_, i) => 0.1 + i / 1e5), 9];
    const chart = histogramChart({ ...ttft, values: tail }, 'linear', theme);
    assert.deepEqual(
      series(chart)[1]?.markLine?.data.map(({ name }) => name),
      ['', 'p50, p90'],
    );
  });

  it('uses powers of ten for positions on a logarithmic axis', () => {
    const chart = histogramChart(ttft, 'log', theme);
    const axis = chart.option['xAxis'] as {
      min: number;
      max: number;
      axisLabel: { formatter(v: number): string };
    };
    assert.deepEqual([axis.min, axis.max], [Math.log10(0.1), Math.log10(0.199)]);
    assert.equal(axis.axisLabel.formatter(-1), '100 ms');
    assert.equal(axis.axisLabel.formatter(0), '1 s');
  });

  it('draws a cumulative distribution whose table leaves out tails of too few values', () => {
    const chart = ecdfChart(ttft, 'linear', theme);
    assert.deepEqual(chart.table.rows.at(-1), ['95 %', '194 ms']);
    assert.deepEqual(series(chart)[0]?.data.at(-1), [0.199, 1]);
  });

  it('draws requests over time with their indices, and failures on the axis', () => {
    const chart = timeChart(
      { ...ttft, at: values.map((_, i) => i), failures: { at: [40], index: [77] } },
      theme,
    );
    assert.deepEqual(series(chart)[0]?.data[3], [3, values[3], 3]);
    assert.deepEqual(series(chart)[2]?.data, [[40, 0, 77]]);
    assert.match(
      chart.description,
      /^TTFT of 100 requests over 1 min 39 s: median 150 ms, highest 199 ms, 1 failure\.$/,
    );
    assert.deepEqual(chart.table.rows[0], ['0 to 10 s', '10', '105 ms', '108 ms', '109 ms']);
  });

  it('says how many of very many points it shows', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => i / 1000);
    const chart = timeChart({ ...ttft, at: many, values: many }, theme);
    assert.ok((series(chart)[0]?.data.length ?? 0) <= 4000);
    assert.match(chart.description, /Shows [\d,]+ of 20,000 points\.$/);
  });

  it('draws the rates of complete buckets only', () => {
    const chart = rateChart(
      {
        label: 'Requests per second',
        unit: 'requests/s',
        bucketSeconds: 0.5,
        amounts: [4, 6, 1],
        until: 1.2,
      },
      theme,
      'primary',
    );
    assert.deepEqual(series(chart)[0]?.data, [
      [0, 8],
      [0.5, 12],
      [1, 12],
    ]);
    assert.deepEqual(chart.table.rows, [
      ['0 to 0.5 s', '8.0'],
      ['0.5 s to 1 s', '12.0'],
    ]);
  });

  it('says that there are no data yet', () => {
    const nothing = { ...ttft, values: [] };
    const rate = {
      label: 'Requests per second',
      unit: 'requests/s',
      bucketSeconds: 1,
      amounts: [],
      until: 0,
    };
    assert.deepEqual(
      [
        histogramChart(nothing, 'linear', theme),
        ecdfChart(nothing, 'log', theme),
        timeChart({ ...nothing, at: [] }, theme),
        rateChart(rate, theme, 'secondary'),
      ].map(({ description, table }) => [description, table.rows]),
      [
        ['No TTFT was measured.', []],
        ['No TTFT was measured.', []],
        ['No TTFT measured yet.', []],
        ['Requests per second: no data yet.', []],
      ],
    );
  });

  it('labels axes without trailing zeros', () => {
    assert.deepEqual([0, 0.05, 0.2].map(axisText('s', 0.2)), ['0', '50 ms', '200 ms']);
    assert.deepEqual([0.5, 1, 1.5].map(axisText('s', 1.5)), ['0.5 s', '1 s', '1.5 s']);
    assert.deepEqual([1000].map(axisText('/s', 1000)), ['1,000/s']);
    assert.deepEqual([0, 90, 600].map(clockText(600)), ['0:00', '1:30', '10:00']);
    assert.deepEqual([3725].map(clockText(4000)), ['1:02:05']);
  });
});
