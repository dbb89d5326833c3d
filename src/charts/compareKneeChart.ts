import { countOf, formatCount, missing, quantityScale } from '../core/format/quantities.ts';
import { findKnee, kneeMark } from '../core/loadTest/knee.ts';
import type { LoadLevel } from '../core/loadTest/loadLevel.ts';
import type { Chart, ChartTheme } from './chart.ts';
import { axisName, legend, namedBox, sideStyle } from './compareSides.ts';
import { axis, axisText, frame, tooltip } from './frame.ts';

/** A load test by the summaries of its levels. */
export interface LevelsOfTest {
  readonly name: string;
  readonly levels: readonly LoadLevel[];
}

/** A drawn level: its throughput, p90 TTFT and clients. */
type Point = [throughput: number, ttft: number, clients: number];

/** p90 TTFT against throughput, a point per level labelled with its clients, the knee marked. */
export function compareKneeChart(tests: readonly LevelsOfTest[], theme: ChartTheme): Chart {
  const drawn = tests.map(({ name, levels }) => ({
    name,
    knee: findKnee(levels),
    points: [...levels]
      .sort((a, b) => a.clients - b.clients)
      .flatMap(({ throughput, ttftP90, clients }): Point[] =>
        throughput === null || ttftP90 === null ? [] : [[throughput, ttftP90, clients]],
      ),
  }));
  const all = drawn.flatMap(({ points }) => points);
  const highest = all.reduce((most, [, ttft]) => Math.max(most, ttft), 0);
  const fastest = all.reduce((most, [throughput]) => Math.max(most, throughput), 0);
  const [time, rate] = [quantityScale('s', highest), quantityScale('requests/s', fastest)];
  return {
    title: 'TTFT p90 against throughput',
    description:
      all.length === 0
        ? 'No level has both a throughput and a TTFT.'
        : drawn.map(({ name, knee }) => `${name}: ${knee.sentence}`).join(' '),
    option: frame(theme, {
      grid: namedBox,
      legend: legend(
        theme,
        drawn.filter(({ points }) => points.length > 0).map(({ name }) => name),
      ),
      tooltip: tooltip(theme, {
        trigger: 'item',
        formatter: ({ seriesName, data: [throughput, ttft, clients] }: { seriesName: string; data: Point }) =>
          `${seriesName}\n${countOf(clients, 'client')}\n${rate.text(throughput)}\nTTFT p90 ${time.text(ttft)}`,
      }),
      xAxis: axis(theme, 'x', {
        ...axisName(theme, 'Successful requests per second', 26),
        min: 0,
        axisLabel: { formatter: axisText('', fastest) },
      }),
      yAxis: axis(theme, 'y', {
        ...axisName(theme, 'TTFT p90', 44),
        min: 0,
        axisLabel: { formatter: axisText('s', highest) },
      }),
      series: drawn.flatMap(({ name, points, knee }, i) => {
        const style = sideStyle(theme, i);
        return [
          {
            name,
            type: 'line',
            symbol: style.symbol,
            symbolSize: 7,
            itemStyle: { color: style.colour },
            lineStyle: { color: style.colour, width: 1.5, type: style.line },
            label: {
              show: true,
              position: 'top',
              distance: 9,
              color: theme.foreground,
              fontSize: 11,
              formatter: ({ data }: { data: Point }) => formatCount(data[2]),
            },
            data: points,
          },
          {
            name,
            type: 'scatter',
            symbol: 'circle',
            symbolSize: 18,
            silent: true,
            itemStyle: { color: 'transparent', borderColor: theme.foreground, borderWidth: 1.5 },
            label: { show: true, position: 'bottom', color: theme.foreground, formatter: kneeMark(knee) },
            data: points.filter(([, , clients]) => clients === knee.clients),
          },
        ];
      }),
    }),
    table: {
      columns: ['Run', 'Clients', 'Throughput', 'TTFT p90', 'Knee'],
      rows: drawn.flatMap(({ name, points, knee }) =>
        points.map(([throughput, ttft, clients]) => [
          name,
          formatCount(clients),
          rate.text(throughput),
          time.text(ttft),
          clients === knee.clients ? kneeMark(knee) : missing,
        ]),
      ),
    },
  };
}
