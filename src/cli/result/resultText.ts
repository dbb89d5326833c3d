import { costLines } from '../../core/cost/costWords.ts';
import { addressText } from '../../core/format/addressText.ts';
import { clientLoad } from '../../core/format/clientLoad.ts';
import { countOf, formatPercent } from '../../core/format/quantities.ts';
import { intervalColumns, type SummaryTable, summaryTable } from '../../core/format/summaryTable.ts';
import { type FailureGroup, messageLine } from '../../core/metrics/failures.ts';
import { contributedStats } from '../../core/stats/contributedStats.ts';
import type { EndpointInfo } from '../../protocol/run.ts';
import type { Styles } from '../terminal/style.ts';
import { oneLine } from '../terminal/textWidth.ts';
import { metricTable } from './metricTable.ts';
import type { ResultView } from './resultView.ts';
import { table } from './table.ts';

/**
 * The result of a run as lines: what was run, the metrics with their sample sizes, the rates, the errors by
 * reason, the folder.
 */
export function resultText(view: ResultView, columns: number, styles: Styles): string[] {
  const { rows, scalars, intervals } = summaryTable(view.metrics);
  const load = clientLoad(view.environment);
  const sections = [
    head(view, styles),
    metricTable(rows, columns, styles),
    intervalTable(intervals, styles),
    table(
      scalars.map(({ label, text }) => [label, text]),
      'left',
    ),
    contributedLines(view, styles),
    costLines(view.cost).map(line => styles.dim(oneLine(line))),
    errorLines(view.errors, styles),
    load === null ? [] : [styles.dim(load)],
    [`Run folder: ${styles.bold(view.folder)}`],
  ];
  return sections
    .filter(lines => lines.length > 0)
    .flatMap(lines => [...lines, ''])
    .slice(0, -1);
}

function intervalTable(intervals: SummaryTable['intervals'], styles: Styles): string[] {
  if (intervals.length === 0) return [];
  const rows = intervals.map(({ label, cells }) => [label, ...cells]);
  const [head = '', ...lines] = table([[...intervalColumns], ...rows], 'right');
  return [styles.dim(head), ...lines];
}

function contributedLines({ stats }: ResultView, styles: Styles): string[] {
  const found = contributedStats(stats);
  if (found.length === 0) return [];
  const rows = found.map(({ name, text }) => [oneLine(name), text]);
  return [styles.dim('Contributed by callbacks'), ...table(rows, 'left')];
}

function head(
  { name, endpoint, clients, totalRequests, failedRequests }: ResultView,
  styles: Styles,
): string[] {
  const failed = `${countOf(failedRequests, 'failure').replace(/^0/, 'no')}`;
  const share = failedRequests > 0 ? ` (${formatPercent(failedRequests / totalRequests)})` : '';
  return [
    [styles.bold(oneLine(name)), ...(endpoint ? [describe(endpoint)] : [])].join('  '),
    [
      `${countOf(totalRequests, 'request')}, ${failedRequests > 0 ? styles.bad(failed + share) : failed}`,
      ...(clients === null ? [] : [countOf(clients, 'client')]),
    ].join(', '),
  ];
}

function describe(endpoint: EndpointInfo): string {
  const { name, model, kind, baseUrl, stream } = endpoint;
  const address = baseUrl === null ? null : addressText(endpoint);
  const title = name === model ? model : `${name} (${model})`;
  return oneLine([title, kind, stream ? 'streaming' : 'not streaming', address].filter(Boolean).join(', '));
}

/** Failures by reason: how many, what to do, and the provider's messages. */
export function errorLines(errors: readonly FailureGroup[], styles: Styles): string[] {
  return errors.flatMap(({ count, label, advice, example, requestId, messages }) => {
    const head = `${styles.bad(`${count} x ${label}`)}: ${advice}`;
    if (messages.length > 1)
      return [head, ...messages.map(message => `    ${oneLine(messageLine(message))}`)];
    const request = requestId === null ? '' : styles.dim(`(request ${oneLine(requestId)})`);
    const message = [oneLine(example), request].filter(Boolean).join(' ');
    return [head, ...(message === '' ? [] : [`    ${message}`])];
  });
}
