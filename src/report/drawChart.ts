import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart } from '../core/charts/chart.ts';

use([CustomChart, LineChart, ScatterChart, GridComponent, LegendComponent, SVGRenderer]);

/** Draws a chart as SVG text without a browser; still, since a report has no scripts. Size in pixels. */
export function drawChart({ option }: Chart, width: number, height: number): string {
  const drawn = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    // Tooltips need a page that answers the mouse.
    const { tooltip: _, ...still } = option;
    drawn.setOption({ ...still, animation: false });
    return drawn.renderToSVGString();
  } finally {
    drawn.dispose();
  }
}
