import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Chart } from '../../charts/chart.ts';
import { createChart } from './echarts.ts';

interface Props {
  chart: Chart;
  /** A live chart merges each new state into the old one, so that an open tooltip stays. */
  live: boolean;
  /** Called with the data of a clicked point. */
  onPoint?: ((data: unknown) => void) | undefined;
}

/** Draws a chart and redraws it when the size of its container changes. */
export function ChartCanvas({ chart, live, onPoint }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const drawn = useRef<ReturnType<typeof createChart> | null>(null);
  const clicked = useRef(onPoint);
  clicked.current = onPoint;

  useLayoutEffect(() => {
    if (host.current === null) return;
    const made = createChart(host.current, null, { renderer: 'canvas' });
    made.on('click', event => clicked.current?.(event.data));
    drawn.current = made;
    const sizes = new ResizeObserver(() => made.resize());
    sizes.observe(host.current);
    return () => {
      sizes.disconnect();
      made.dispose();
    };
  }, []);

  // A live chart is drawn with the rest of the panel, so that the panel knows what drawing costs.
  useLayoutEffect(() => {
    if (live) drawn.current?.setOption(chart.option, { notMerge: false });
  }, [chart, live]);

  useEffect(() => {
    if (!live) drawn.current?.setOption(chart.option, { notMerge: true });
  }, [chart, live]);

  return <div class="chart-canvas" ref={host} role="img" aria-label={chart.description} />;
}
