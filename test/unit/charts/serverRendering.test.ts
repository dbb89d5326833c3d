import assert from 'node:assert/strict';
import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart, ChartTheme } from '../../../src/charts/chart.ts';
import { ecdfChart } from '../../../src/charts/ecdfChart.ts';
import { histogramChart } from '../../../src/charts/histogramChart.ts';
import { rateChart } from '../../../src/charts/rateChart.ts';
import { timeChart } from '../../../src/charts/timeChart.ts';

use([CustomChart, LineChart, ScatterChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

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

function svg(chart: Chart): string {
  const drawn = init(null, null, { renderer: 'svg', ssr: true, width: 600, height: 250 });
  drawn.setOption(chart.option);
  const text = drawn.renderToSVGString();
  drawn.dispose();
  return text;
}

/** Number of shapes filled (or lines stroked) in a colour. */
const count = (text: string, colour: string) => text.split(colour).length - 1;

describe('chart options drawn without a browser', () => {
  const values = Array.from({ length: 100 }, (_, i) => 0.1 + i / 1000);
  const ttft = { label: 'TTFT', unit: 's', values };

  it('draw every bin, on both scales', () => {
    for (const scale of ['linear', 'log'] as const) {
      const chart = histogramChart(ttft, scale, theme);
      const text = svg(chart);
      assert.equal(count(text, theme.primary), chart.table.rows.length);
      assert.match(text, />p50</);
      assert.match(text, />1[0-9]0 ms</);
    }
  });

  it('draw every point, the median and the failures', () => {
    const at = values.map((_, i) => i);
    const text = svg(timeChart({ ...ttft, at, failures: { at: [5, 6], index: [5, 6] } }, theme));
    assert.equal(count(text, theme.primary), 100);
    assert.equal(count(text, theme.failed), 2);
    assert.ok(count(text, theme.foreground) > 0);
  });

  it('draw the cumulative distribution and the rates', () => {
    assert.equal(count(svg(ecdfChart(ttft, 'linear', theme)), theme.primary), 1);
    const rate = { label: 'Requests', unit: 'requests/s', bucketSeconds: 1, amounts: [1, 2, 3], until: 3 };
    assert.ok(count(svg(rateChart(rate, theme, 'secondary')), theme.secondary) > 0);
  });
});
