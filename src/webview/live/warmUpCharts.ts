import type { ChartTheme } from '../../charts/chart.ts';
import { rateChart } from '../../charts/rateChart.ts';
import { timeChart } from '../../charts/timeChart.ts';
import { createChart } from '../chart/echarts.ts';

/**
 * Draws charts that nobody sees. The first drawing compiles ECharts, which takes as long as many later ones, and
 * would otherwise happen while the first requests are measured.
 */
export function warmUpCharts(theme: ChartTheme): void {
  const values = Float64Array.of(1, 2, 3);
  const rate = { label: '', until: 3, bucketSeconds: 1, amounts: values };
  for (const { option } of [
    timeChart({ label: '', unit: 's', at: values, values, until: 3 }, theme),
    rateChart({ ...rate, unit: 'requests/s' }, theme, 'primary'),
  ]) {
    const chart = createChart(document.createElement('div'), null, {
      renderer: 'canvas',
      width: 300,
      height: 150,
    });
    chart.setOption(option);
    chart.dispose();
  }
}
