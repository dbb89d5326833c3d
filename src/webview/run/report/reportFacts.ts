import { countOf, formatCount, formatDuration, formatPercent } from '../../../core/format/quantities.ts';
import type { Report } from '../../../protocol/run.ts';

/** The facts at the top of a report, as label and text. */
export function reportFacts(report: Report): [label: string, value: string][] {
  const { startTime, totalTestTime, totalRequests, failedRequests } = report;
  const share = totalRequests > 0 ? failedRequests / totalRequests : null;
  const facts: [string, string][] = [
    ['Started', startTime === null ? '—' : new Date(startTime).toLocaleString('sv-SE')],
    ['Duration', formatDuration(totalTestTime)],
    ['Clients', formatCount(report.clients)],
    [
      'Requests',
      report.requestsPerClient === null
        ? formatCount(totalRequests)
        : `${formatCount(totalRequests)} (${formatCount(report.requestsPerClient)} per client)`,
    ],
    ['Failed', failedRequests === 0 ? 'none' : `${formatCount(failedRequests)} (${formatPercent(share)})`],
  ];
  return facts;
}

/** The title of the copied summary. */
export function reportTitle(report: Report): string {
  return `${report.name}: ${report.endpoint.model}, ${countOf(report.totalRequests, 'request')}`;
}
