import type { Chart, ChartTheme } from '../../../charts/chart.ts';
import { pictureLook, svgPicture } from '../../../charts/chartPicture.ts';
import { createChart } from '../../chart/echarts.ts';

const sharpness = 2;

/** Charts are transparent, so a picture gets the editor's background. */
function background(): string {
  return getComputedStyle(document.body).backgroundColor;
}

/** A chart with its title as PNG, on the editor's background so that it is readable wherever it is shown. */
export async function pngOf(chart: Chart, theme: ChartTheme): Promise<Uint8Array> {
  const { width, height, head, margin, baseline, fontSize } = pictureLook;
  const drawn = createChart(document.createElement('div'), null, {
    renderer: 'canvas',
    width,
    height,
    devicePixelRatio: sharpness,
  });
  const picture = document.createElement('canvas');
  try {
    drawn.setOption(chart.option);
    const canvas = drawn.renderToCanvas({ pixelRatio: sharpness });
    picture.width = canvas.width + 2 * margin * sharpness;
    picture.height = canvas.height + (head + margin) * sharpness;
    const context = picture.getContext('2d');
    if (context === null) throw new Error('This window cannot draw images.');
    context.fillStyle = background();
    context.fillRect(0, 0, picture.width, picture.height);
    context.drawImage(canvas, margin * sharpness, head * sharpness);
    context.fillStyle = theme.foreground;
    context.font = `600 ${fontSize * sharpness}px ${theme.fontFamily}`;
    context.fillText(chart.title, margin * sharpness, baseline * sharpness, canvas.width);
  } finally {
    drawn.dispose();
  }
  const blob = await new Promise<Blob | null>(done => picture.toBlob(done, 'image/png'));
  if (blob === null) throw new Error('The image is too large to save.');
  return new Uint8Array(await blob.arrayBuffer());
}

/** A chart with its title as SVG text. */
export function svgOf(chart: Chart, theme: ChartTheme): string {
  const { width, height } = pictureLook;
  const drawn = createChart(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    // A picture has no pointer, so it needs no tooltips.
    const { tooltip: _, ...still } = chart.option;
    drawn.setOption(still);
    return svgPicture(chart, drawn.renderToSVGString(), theme, background());
  } finally {
    drawn.dispose();
  }
}
