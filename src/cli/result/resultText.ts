import { countOf, formatPercent, formatQuantity } from '../../core/format/quantities.ts';
import { metricDefinitions } from '../../core/metrics/definitions.ts';
import {
  type DistributionSummary,
  type EndpointInfo,
  type ErrorGroup,
  isDistribution,
  type ScalarSummary,
} from '../../protocol/run.ts';
import type { Styles } from '../terminal/style.ts';
import { oneLine } from '../terminal/textWidth.ts';
import { type MetricRow, metricTable } from './metricTable.ts';
import type { ResultView } from './resultView.ts';
import { table } from './table.ts';

/**
 * The final table as lines: what was run, our metrics with their sample sizes, the rates, the errors by
 * reason, the folder.
 */
export function resultText(view: ResultView, columns: number, styles: Styles): string[] {
  const sections = [
    head(view, styles),
    metricTable(distributionsOf(view), columns, styles),
    rates(view),
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

function describe({ name, model, kind, baseUrl, stream }: EndpointInfo): string {
  const title = name === model ? model : `${name} (${model})`;
  return oneLine([title, kind, stream ? 'streaming' : 'not streaming', baseUrl].filter(Boolean).join(', '));
}

interface LabelledMetric {
  key: string;
  label: string;
  summary: DistributionSummary | ScalarSummary;
}

function metricsOf({ metrics }: ResultView): LabelledMetric[] {
  return Object.entries(metricDefinitions).flatMap(([key, { label }]) => {
    const summary = metrics[key];
    return summary ? [{ key, label, summary }] : [];
  });
}

function distributionsOf(view: ResultView): MetricRow[] {
  const { queue } = view.metrics;
  // In a closed loop nothing waits to be sent: these two would only repeat zero and TTLT.
  const idle = queue !== undefined && isDistribution(queue) && queue.max === 0 ? ['queue', 'e2e'] : [];
  return metricsOf(view).flatMap(({ key, label, summary }) =>
    isDistribution(summary) && !idle.includes(key) ? [{ label, summary }] : [],
  );
}

function rates(view: ResultView): string[] {
  return table(
    metricsOf(view).flatMap(({ label, summary }) =>
      isDistribution(summary) || summary.value === null
        ? []
        : [[label, formatQuantity(summary.value, summary.unit)]],
    ),
  );
}

/** Failures by reason: how many, what to do, and what the provider said first. */
export function errorLines(errors: readonly ErrorGroup[], styles: Styles): string[] {
  return errors.flatMap(({ count, label, advice, example, requestId }) => [
    `${styles.bad(`${count} x ${label}`)}: ${advice}`,
    `    ${oneLine(example)}${requestId === null ? '' : styles.dim(` (request ${oneLine(requestId)})`)}`,
  ]);
}
