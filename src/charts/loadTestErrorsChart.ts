import { countOf, formatCount, formatPercent, missing } from '../core/format/quantities.ts';
import type { FailureGroup } from '../core/metrics/failures.ts';
import type { Chart, ChartOption, ChartTheme } from './chart.ts';
import { clientsTitle } from './compareLoadTestFigures.ts';
import { axisName, legend, namedBox } from './compareSides.ts';
import type { DrawApi } from './customSeries.ts';
import { axis, frame, percentAxisText, pointTooltip } from './frame.ts';

/** A level of a load test with its failures by reason. */
export interface LevelErrors {
  readonly clients: number;
  readonly requests: number;
  readonly errors: readonly FailureGroup[];
}

/** A reason for failures and its label. */
interface NamedReason {
  readonly reason: string;
  readonly label: string;
}

/** Why requests failed at each level of a load test, as stacked shares of all requests of the level. */
export function loadTestErrorsChart(
  { name, levels }: { readonly name: string; readonly levels: readonly LevelErrors[] },
  theme: ChartTheme,
): Chart {
  const ascending = [...levels].sort((a, b) => a.clients - b.clients);
  const reasons = reasonsOf(ascending);
  const names = reasons.map(({ label }) => label);
  return {
    title: `Errors by number of clients: ${name}`,
    description: describe(ascending, reasons),
    option: frame(theme, {
      grid: namedBox,
      // A single reason is named too: its colour alone does not say which it is.
      legend: { ...legend(theme, names), show: reasons.length > 0 },
      tooltip: pointTooltip<{ seriesName: string; data: number[] }>(theme, ({ seriesName, data }) => {
        const { clients = 0, requests = 0 } = ascending[data[0] ?? -1] ?? {};
        return `${countOf(clients, 'client')}\n${seriesName}\n${formatCount(data[3] ?? 0)} of ${countOf(requests, 'request')}`;
      }),
      xAxis: axis(theme, 'x', {
        ...axisName(theme, clientsTitle, 26),
        type: 'category',
        data: ascending.map(({ clients }) => formatCount(clients)),
      }),
      yAxis: failedAxis(ascending, reasons, theme),
      series: reasons.map(({ label }, i) => bars(theme, label, i, barsOf(ascending, reasons, i))),
    }),
    table: {
      columns: [clientsTitle, 'Requests', 'Failed', ...names],
      rows: ascending.map(level => [
        formatCount(level.clients),
        formatCount(level.requests),
        failedText(level, reasons),
        ...reasons.map(({ reason }) => formatCount(countOfReason(level, reason))),
      ]),
    },
  };
}

/** ECharts would extend the axis beyond 100 %. */
function failedAxis(
  levels: readonly LevelErrors[],
  reasons: readonly NamedReason[],
  theme: ChartTheme,
): ChartOption {
  const highest = Math.max(0, ...levels.map(level => shareOf(countIn(level, reasons), level)));
  return axis(theme, 'y', {
    ...axisName(theme, 'Failed requests', 44),
    min: 0,
    ...((highest === 0 || highest > 0.8) && { max: 1, interval: 0.2 }),
    axisLabel: { formatter: percentAxisText },
  });
}

/** A bar of one reason at each level that has it, on top of the reasons before it. */
function barsOf(levels: readonly LevelErrors[], reasons: readonly NamedReason[], index: number): number[][] {
  return levels.flatMap((level, place) => {
    const count = countOfReason(level, reasons[index]?.reason ?? '');
    const below = countIn(level, reasons.slice(0, index));
    return count === 0 ? [] : [[place, shareOf(below, level), shareOf(below + count, level), count]];
  });
}

function shareOf(count: number, { requests }: LevelErrors): number {
  return requests === 0 ? 0 : count / requests;
}

function failedText(level: LevelErrors, reasons: readonly NamedReason[]): string {
  if (level.requests === 0) return missing;
  const failed = countIn(level, reasons);
  return `${formatCount(failed)} (${formatPercent(shareOf(failed, level))})`;
}

/** The reasons of all levels, the most frequent first. */
function reasonsOf(levels: readonly LevelErrors[]): NamedReason[] {
  const counts = new Map<string, { label: string; count: number }>();
  for (const { reason, label, count } of levels.flatMap(({ errors }) => errors)) {
    counts.set(reason, { label, count: (counts.get(reason)?.count ?? 0) + count });
  }
  return [...counts]
    .map(([reason, { label, count }]) => ({ reason, label, count }))
    .sort((a, b) => b.count - a.count);
}

function countOfReason({ errors }: LevelErrors, reason: string): number {
  return errors.find(group => group.reason === reason)?.count ?? 0;
}

function countIn(level: LevelErrors, reasons: readonly NamedReason[]): number {
  return reasons.reduce((sum, { reason }) => sum + countOfReason(level, reason), 0);
}

/** Data are `[place, from, to, count]`. Reasons differ by colour; after the last colour, bars are hollow. */
function bars(theme: ChartTheme, name: string, index: number, data: readonly number[][]): ChartOption {
  const colours = [theme.failed, theme.secondary, theme.primary, theme.foreground];
  const colour = colours[index % colours.length] ?? theme.failed;
  const hollow = Math.floor(index / colours.length) % 2 === 1;
  return {
    name,
    type: 'custom',
    encode: { x: 0, y: [1, 2] },
    itemStyle: hollow ? { color: theme.surface, borderColor: colour, borderWidth: 1 } : { color: colour },
    data,
    renderItem: (_: unknown, api: DrawApi) => {
      const width = Math.min((api.size([1, 0])[0] ?? 0) * 0.6, 60);
      const [middle, bottom] = api.coord([api.value(0), api.value(1)]);
      const [, top] = api.coord([api.value(0), api.value(2)]);
      return {
        type: 'rect',
        shape: { x: middle - width / 2, y: top, width, height: Math.max(bottom - top, 1) },
        style: {
          fill: hollow ? theme.surface : colour,
          stroke: hollow ? colour : theme.surface,
          lineWidth: 1,
        },
      };
    },
  };
}

function describe(levels: readonly LevelErrors[], reasons: readonly NamedReason[]): string {
  if (levels.every(({ requests }) => requests === 0)) return 'No requests were sent.';
  const failed = levels.map(level => countIn(level, reasons));
  const all = failed.reduce((sum, count) => sum + count, 0);
  if (all === 0) return 'No request failed.';
  const first = levels[failed.findIndex(count => count > 0)];
  const counts = reasons.map(({ reason, label }) => {
    const count = levels.reduce((sum, level) => sum + countOfReason(level, reason), 0);
    return `${formatCount(count)} × ${label}`;
  });
  return `${countOf(all, 'failed request')}, starting at ${countOf(first?.clients ?? 0, 'client')}: ${counts.join(', ')}.`;
}
