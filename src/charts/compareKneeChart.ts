import {
  countOf,
  formatCount,
  missing,
  type QuantityScale,
  quantityScale,
} from '../core/format/quantities.ts';
import type { TextTable } from '../core/format/table.ts';
import { findKnee, type Knee, kneeMark } from '../core/loadTest/knee.ts';
import type { LoadLevel } from '../core/loadTest/loadLevel.ts';
import type { Chart, ChartOption, ChartTheme } from './chart.ts';
import { axisName, type SideStyle, sideStyle, sidesFrame } from './compareSides.ts';
import { axis, axisText, pointTooltip } from './frame.ts';

/** A load test by the summaries of its levels. */
export interface LevelsOfTest {
  readonly name: string;
  readonly levels: readonly LoadLevel[];
}

/** A drawn level: its throughput, p90 TTFT and clients. */
type LevelPoint = [throughput: number, ttft: number, clients: number];

interface TestCurve {
  readonly name: string;
  readonly knee: Knee;
  readonly points: readonly LevelPoint[];
}

/** p90 TTFT against throughput: a point for each level, labelled with its clients, and a mark at the knee. */
export function compareKneeChart(tests: readonly LevelsOfTest[], theme: ChartTheme): Chart {
  const curves = tests.map(curveOf);
  const all = curves.flatMap(({ points }) => points);
  const highest = all.reduce((most, [, ttft]) => Math.max(most, ttft), 0);
  const fastest = all.reduce((most, [throughput]) => Math.max(most, throughput), 0);
  const [time, rate] = [quantityScale('s', highest), quantityScale('requests/s', fastest)];
  return {
    title: 'TTFT p90 against throughput',
    description:
      all.length === 0
        ? 'No level has both a throughput and a TTFT.'
        : curves.map(({ name, knee }) => `${name}: ${knee.sentence}`).join(' '),
    option: sidesFrame(
      theme,
      curves.filter(({ points }) => points.length > 0),
      'series',
      {
        tooltip: pointTooltip<{ seriesName: string; data: LevelPoint }>(
          theme,
          ({ seriesName, data: [throughput, ttft, clients] }) =>
            `${seriesName}\n${countOf(clients, 'client')}\n${rate.text(throughput)}\nTTFT p90 ${time.text(ttft)}`,
        ),
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
        series: curves.flatMap((curve, i) => [
          curveLine(curve, sideStyle(theme, i), theme),
          kneeCircle(curve, theme),
        ]),
      },
    ),
    table: levelsTable(curves, time, rate),
  };
}

/** Levels in order of their clients; those without a throughput or a TTFT have no point. */
function curveOf({ name, levels }: LevelsOfTest): TestCurve {
  const ascending = [...levels].sort((a, b) => a.clients - b.clients);
  return {
    name,
    knee: findKnee(levels),
    points: ascending.flatMap(({ throughput, ttftP90, clients }): LevelPoint[] =>
      throughput === null || ttftP90 === null ? [] : [[throughput, ttftP90, clients]],
    ),
  };
}

function curveLine({ name, points }: TestCurve, style: SideStyle, theme: ChartTheme): ChartOption {
  return {
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
      formatter: ({ data }: { data: LevelPoint }) => formatCount(data[2]),
    },
    data: points,
  };
}

function kneeCircle({ name, points, knee }: TestCurve, theme: ChartTheme): ChartOption {
  return {
    name,
    type: 'scatter',
    symbol: 'circle',
    symbolSize: 18,
    silent: true,
    itemStyle: { color: 'transparent', borderColor: theme.foreground, borderWidth: 1.5 },
    label: { show: true, position: 'bottom', color: theme.foreground, formatter: kneeMark(knee) },
    data: points.filter(([, , clients]) => clients === knee.clients),
  };
}

function levelsTable(curves: readonly TestCurve[], time: QuantityScale, rate: QuantityScale): TextTable {
  return {
    columns: ['Run', 'Clients', 'Throughput', 'TTFT p90', 'Knee'],
    rows: curves.flatMap(({ name, points, knee }) =>
      points.map(([throughput, ttft, clients]) => [
        name,
        formatCount(clients),
        rate.text(throughput),
        time.text(ttft),
        clients === knee.clients ? kneeMark(knee) : missing,
      ]),
    ),
  };
}
