import assert from 'node:assert/strict';
import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import fc from 'fast-check';
import type { Chart, ChartTheme } from '../../../src/charts/chart.ts';
import { compareBoxChart } from '../../../src/charts/compareBoxChart.ts';
import { boxOf } from '../../../src/charts/compareBoxes.ts';
import { compareEcdfChart } from '../../../src/charts/compareEcdfChart.ts';
import { compareHistogramChart } from '../../../src/charts/compareHistogramChart.ts';
import { compareKneeChart } from '../../../src/charts/compareKneeChart.ts';
import { compareLoadTestChart } from '../../../src/charts/compareLoadTestChart.ts';
import { type LoadTestFigureKey, loadTestFigures } from '../../../src/charts/compareLoadTestFigures.ts';
import { sideStyle } from '../../../src/charts/compareSides.ts';
import { compareTimeChart } from '../../../src/charts/compareTimeChart.ts';
import { compareTokensChart } from '../../../src/charts/compareTokensChart.ts';
import { loadLevelOf } from '../../../src/core/loadTest/loadLevel.ts';
import { lognormal, simulatedSample } from './simulated.ts';

use([CustomChart, LineChart, ScatterChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

const theme: ChartTheme = {
  foreground: '#111111',
  muted: '#555555',
  grid: '#dddddd',
  surface: '#ffffff',
  border: '#cccccc',
  primary: '#123456',
  secondary: '#654321',
  failed: '#aa0000',
  fontFamily: 'sans-serif',
  highContrast: false,
};

function svg({ option }: Chart): string {
  const drawn = init(null, null, { renderer: 'svg', ssr: true, width: 600, height: 300 });
  drawn.setOption(option);
  const text = drawn.renderToSVGString();
  drawn.dispose();
  return text;
}

/** Counts how often a colour is used. */
const count = (text: string, colour: string) => text.split(colour).length - 1;

/** Runs A and B with the values `a` and `b`: one value a second, each with ten more tokens. */
function sides(a: ArrayLike<number>, b: ArrayLike<number>) {
  const side = (name: string, values: ArrayLike<number>) => {
    const at = Array.from(values, (_, i) => i);
    return { name, values, at, tokens: at.map(i => 10 + 10 * i) };
  };
  return { label: 'TTFT', unit: 's', sides: [side('A', a), side('B', b)] };
}

const tests = ['A', 'B'].map((name, t) => ({
  name,
  levels: [1, 2, 4, 8, 16].map(clients => {
    const sample = simulatedSample({
      name,
      seed: clients,
      n: 60,
      clients,
      ttft: lognormal(Math.max(0.2, clients / (20 + t * 10)), 0.1),
    });
    return { ...loadLevelOf(sample), ttft: sample.columns.ttft, ttlt: sample.columns.ttlt, stats: {} };
  }),
}));

const builders: Record<string, (a: ArrayLike<number>, b: ArrayLike<number>) => Chart> = {
  'cumulative share, logarithmic': (a, b) => compareEcdfChart(sides(a, b), 'log', theme),
  'cumulative share, linear': (a, b) => compareEcdfChart(sides(a, b), 'linear', theme),
  'histogram, logarithmic': (a, b) => compareHistogramChart(sides(a, b), 'log', theme),
  'histogram, linear': (a, b) => compareHistogramChart(sides(a, b), 'linear', theme),
  'boxes, logarithmic': (a, b) => compareBoxChart(sides(a, b), 'log', theme),
  'boxes, linear': (a, b) => compareBoxChart(sides(a, b), 'linear', theme),
  'over time': (a, b) => compareTimeChart(sides(a, b), theme),
  'against tokens': (a, b) => compareTokensChart(sides(a, b), theme),
};

describe('charts of several runs', () => {
  const a = Array.from({ length: 100 }, (_, i) => 0.1 + i / 1000);
  const b = Array.from({ length: 50 }, (_, i) => 0.2 + i / 500);

  for (const [name, build] of Object.entries(builders)) {
    it(`${name}: draws each run in its own colour, also a single value or none`, () => {
      const both = svg(build(a, b));
      assert.ok(count(both, theme.primary) > 0 && count(both, theme.secondary) > 0);
      assert.match(both, />A</);
      assert.match(both, />B</);
      const one = svg(build([0.3], []));
      assert.ok(count(one, theme.primary) > 0);
      assert.equal(count(one, theme.secondary), 0);
      assert.ok(!one.includes('NaN') && !both.includes('NaN'));
      const none = build([Number.NaN], []);
      assert.deepEqual([none.table.rows, none.description], [[], 'No TTFT was measured.']);
    });

    it(`${name}: draws few points for 100,000 requests`, () => {
      const many = Float64Array.from({ length: 100_000 }, (_, i) => 0.1 + ((i * 7919) % 100_000) / 1e5);
      const points = (build(many, many).option['series'] as { data: unknown[] }[]).map(
        one => one.data.length,
      );
      assert.ok(points.reduce((sum, n) => sum + n, 0) < 5000, `${points}`);
    });
  }

  it('describe in words and rows what they show', () => {
    const ecdf = compareEcdfChart(sides(a, b), 'linear', theme);
    assert.equal(
      ecdf.description,
      'Cumulative distributions of TTFT; half of the requests are at most: A 150 ms, B 249 ms.',
    );
    assert.deepEqual(ecdf.table.columns, ['Share of requests', 'A: TTFT at most', 'B: TTFT at most']);
    assert.deepEqual(ecdf.table.rows[3], ['50 %', '150 ms', '249 ms']);
    // 50 values leave fewer than five beyond p95.
    assert.deepEqual(ecdf.table.rows[6], ['95 %', '194 ms', '—']);
    const boxes = compareBoxChart(sides(a, b), 'linear', theme);
    assert.deepEqual(boxes.table.rows[1], ['B', '50', '200 ms', '225 ms', '249 ms', '274 ms', '298 ms']);
    const time = compareTimeChart(sides(a, b), theme);
    assert.deepEqual(time.table.rows.at(-1), ['90 s to 100 s', '195 ms (10)', '—']);
    const tokens = compareTokensChart(sides([0.1, 0.2], [0.3, 0.4]), theme);
    assert.deepEqual(tokens.table.rows, [
      ['10 to 11', '100 ms (1)', '300 ms (1)'],
      ['20 to 21', '200 ms (1)', '400 ms (1)'],
    ]);
  });

  it('share bins, and every value of every run is in exactly one', () => {
    const values = fc.array(fc.double({ min: 1e-3, max: 100, noNaN: true }), {
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(values, values, fc.constantFrom('linear' as const, 'log' as const), (x, y, scale) => {
        const { rows } = compareHistogramChart(sides(x, y), scale, theme).table;
        const total = (column: number) =>
          rows.reduce((sum, row) => sum + Number((row[column] ?? '').replace(/ .*|,/g, '')), 0);
        assert.deepEqual([total(1), total(2)], [x.length, y.length]);
      }),
    );
  });

  it('draw boxes by Tukey’s rules', () => {
    assert.deepEqual(boxOf([1, 2, 3, 4, 5, 100, Number.NaN], false), {
      n: 6,
      low: 1,
      q1: 2.25,
      median: 3.5,
      q3: 4.75,
      high: 5,
      outliers: [100],
    });
    assert.equal(boxOf([0, -1], true), null);
  });

  it('distinguish twelve runs by colour, line and symbol', () => {
    const styles = Array.from({ length: 12 }, (_, i) => JSON.stringify(sideStyle(theme, i)));
    assert.equal(new Set(styles).size, 12);
  });
});

describe('charts of load tests', () => {
  it('overlay tests on shared axes', () => {
    const chart = compareLoadTestChart('time_to_first_token', tests, theme);
    const text = svg(chart);
    assert.ok(count(text, theme.primary) > 5 && count(text, theme.secondary) > 5);
    assert.deepEqual(chart.table.columns, ['Number of clients', 'A', 'B']);
    assert.deepEqual(
      chart.table.rows.map(([clients]) => clients),
      ['1', '2', '4', '8', '16'],
    );
  });

  it('leave out levels without the statistic, and say so if none has it', () => {
    for (const key of Object.keys(loadTestFigures) as LoadTestFigureKey[]) {
      const chart = compareLoadTestChart(key, [{ name: 'A', levels: [] }], theme);
      assert.deepEqual(chart.table.rows, []);
      assert.match(chart.description, /no level has a value\.$/);
      assert.doesNotThrow(() => svg(chart));
    }
    const partly = [
      { clients: 1, ttft: [], ttlt: [], stats: { requests_per_minute: 60 } },
      { clients: 2, ttft: [], ttlt: [], stats: {} },
    ];
    const chart = compareLoadTestChart('requests_per_minute', [{ name: 'A', levels: partly }], theme);
    assert.deepEqual(chart.table.rows, [['1', '60 requests/min']]);
  });

  it('mark the knee', () => {
    const chart = compareKneeChart(tests, theme);
    assert.equal(
      chart.description,
      'A: The knee is at 4 clients: beyond it, p90 TTFT grows faster than throughput. B: The knee is at 8 clients: beyond it, p90 TTFT grows faster than throughput.',
    );
    assert.deepEqual(
      chart.table.rows.filter(row => row[4] === 'knee').map(([run, clients]) => [run, clients]),
      [
        ['A', '4'],
        ['B', '8'],
      ],
    );
    assert.match(svg(chart), />knee</);
    assert.deepEqual(compareKneeChart([], theme).table.rows, []);
  });
});
