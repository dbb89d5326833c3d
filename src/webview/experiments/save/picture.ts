import type { Chart, ChartTheme } from '../../../core/charts/chart.ts';
import { createChart } from '../../chart/echarts.ts';

const size = { width: 960, height: 480 };
/** Room for the title, which on the page stands outside the chart. */
const head = 40;
const margin = 16;
const sharpness = 2;

/** The editor's own ground: charts are transparent. */
function ground(): string {
  return getComputedStyle(document.body).backgroundColor;
}

/** A chart with its title as PNG, on the editor's ground so that it reads wherever it is shown. */
export async function pngOf(chart: Chart, theme: ChartTheme): Promise<Uint8Array> {
  const drawn = createChart(document.createElement('div'), null, {
    renderer: 'canvas',
    ...size,
    devicePixelRatio: sharpness,
  });
  const picture = document.createElement('canvas');
  try {
    drawn.setOption(chart.option);
    const canvas = drawn.renderToCanvas({ pixelRatio: sharpness });
    picture.width = canvas.width + 2 * margin * sharpness;
    picture.height = canvas.height + (head + margin) * sharpness;
    const context = picture.getContext('2d');
    if (context === null) throw new Error('This window cannot draw pictures.');
    context.fillStyle = ground();
    context.fillRect(0, 0, picture.width, picture.height);
    context.drawImage(canvas, margin * sharpness, head * sharpness);
    context.fillStyle = theme.foreground;
    context.font = `600 ${15 * sharpness}px ${theme.fontFamily}`;
    context.fillText(chart.title, margin * sharpness, 26 * sharpness, canvas.width);
  } finally {
    drawn.dispose();
  }
  const blob = await new Promise<Blob | null>(done => picture.toBlob(done, 'image/png'));
  if (blob === null) throw new Error('The picture is too large to be saved.');
  return new Uint8Array(await blob.arrayBuffer());
}

/** A chart with its title as SVG text. */
export function svgOf(chart: Chart, theme: ChartTheme): string {
  const drawn = createChart(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    // Tooltips need a page that answers the mouse.
    const { tooltip: _, ...still } = chart.option;
    drawn.setOption(still);
    const [width, height] = [size.width + 2 * margin, size.height + head + margin];
    const body = drawn.renderToSVGString().replace('<svg ', `<svg x="${margin}" y="${head}" `);
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
      `<title>${escaped(chart.title)}</title><desc>${escaped(chart.description)}</desc>`,
      `<rect width="100%" height="100%" fill="${escaped(ground())}"/>`,
      `<text x="${margin}" y="26" font-family="${escaped(theme.fontFamily)}" font-size="15" font-weight="600" fill="${escaped(theme.foreground)}">${escaped(chart.title)}</text>`,
      `${body}</svg>`,
    ].join('\n');
  } finally {
    drawn.dispose();
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, character => entities[character] ?? character);
}
