import { costLines } from '../../core/cost/costWords.ts';
import { addressText } from '../../core/format/addressText.ts';
import { countOf, formatPercent } from '../../core/format/quantities.ts';
import { summaryTable } from '../../core/format/summaryTable.ts';
import type { FailureGroup } from '../../core/metrics/failures.ts';
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
  const { rows, scalars } = summaryTable(view.metrics);
  const sections = [
    head(view, styles),
    metricTable(rows, columns, styles),
    table(
      scalars.map(({ label, text }) => [label, text]),
      'left',
    ),
    costLines(view.cost).map(line => styles.dim(oneLine(line))),
    errorLines(view.errors, styles),
    [`Run folder: ${styles.bold(view.folder)}`],
  ];
  return sections
    .filter(lines => lines.length > 0)
    .flatMap(lines => [...lines, ''])
    .slice(0, -1);
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

/** Failures by reason: how many, what to do, and an example of the provider's message. */
export function errorLines(errors: readonly FailureGroup[], styles: Styles): string[] {
  return errors.flatMap(({ count, label, advice, example, requestId }) => {
    const request = requestId === null ? '' : styles.dim(`(request ${oneLine(requestId)})`);
    const message = [oneLine(example), request].filter(Boolean).join(' ');
    return [`${styles.bad(`${count} x ${label}`)}: ${advice}`, ...(message === '' ? [] : [`    ${message}`])];
  });
}
