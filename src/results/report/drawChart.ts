import { CustomChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  VisualMapContinuousComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart } from '../../charts/chart.ts';
import { pictureLook, svgPicture } from '../../charts/chartPicture.ts';
import { paper } from './paper.ts';

use([
  CustomChart,
  HeatmapChart,
  LineChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  VisualMapContinuousComponent,
  SVGRenderer,
]);

/** Draws a chart as static SVG text, without a browser. Sizes are in pixels. */
export function drawChart({ option }: Chart, width: number, height: number): string {
  const drawn = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    // The chart does not react to the mouse, so it must not look interactive.
    const { tooltip: _, series, ...still } = option;
    const silent = Array.isArray(series) ? series.map(one => ({ ...one, silent: true })) : series;
    drawn.setOption({ ...still, series: silent, animation: false });
    return drawn.renderToSVGString();
  } finally {
    drawn.dispose();
  }
}

/** A chart as a separate SVG file, on white. */
export function drawPicture(chart: Chart): string {
  const { width, height } = pictureLook;
  return svgPicture(chart, drawChart(chart, width, height), paper, paper.surface);
}
