import type { Chart } from '../core/charts/chart.ts';
import { drawChart } from './drawChart.ts';
import { escaped } from './html.ts';
import { paper } from './paper.ts';

const size = { width: 960, height: 480 };
/** Room for the title, which in a report stands outside the chart. */
const head = 40;
const margin = 16;

/** A chart with its title as an SVG file that stands alone: on white, its words for those who cannot see it. */
export function svgPicture(chart: Chart): string {
  const [width, height] = [size.width + 2 * margin, size.height + head + margin];
  const body = drawChart(chart, size.width, size.height).replace('<svg ', `<svg x="${margin}" y="${head}" `);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(chart.title)}</title><desc>${escaped(chart.description)}</desc>`,
    `<rect width="100%" height="100%" fill="${paper.surface}"/>`,
    `<text x="${margin}" y="26" font-family="${paper.fontFamily}" font-size="15" font-weight="600" fill="${paper.foreground}">${escaped(chart.title)}</text>`,
    `${body}</svg>\n`,
  ].join('\n');
}
