import { escaped } from '../core/format/escaped.ts';
import type { Chart, ChartTheme } from './chart.ts';

/** Sizes of a saved picture in pixels: the chart, and the space around it for the title. */
export const pictureLook = { width: 960, height: 480, head: 40, margin: 16, baseline: 26, fontSize: 15 };

/**
 * A chart with its title as a standalone SVG file. It has a background, because charts are transparent, and the
 * chart's description for those who cannot see it.
 * @param body the chart drawn as SVG in the size of `pictureLook`
 */
export function svgPicture(chart: Chart, body: string, theme: ChartTheme, background: string): string {
  const { head, margin, baseline, fontSize } = pictureLook;
  const [width, height] = [pictureLook.width + 2 * margin, pictureLook.height + head + margin];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(chart.title)}</title><desc>${escaped(chart.description)}</desc>`,
    `<rect width="100%" height="100%" fill="${escaped(background)}"/>`,
    `<text x="${margin}" y="${baseline}" font-family="${escaped(theme.fontFamily)}" font-size="${fontSize}" font-weight="600" fill="${escaped(theme.foreground)}">${escaped(chart.title)}</text>`,
    `${body.replace('<svg ', `<svg x="${margin}" y="${head}" `)}</svg>\n`,
  ].join('\n');
}
