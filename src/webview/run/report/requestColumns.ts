import { formatCount, formatMoment, missing, quantityScale } from '../../../core/format/quantities.ts';
import { metricDefinitions } from '../../../core/metrics/definitions.ts';
import { isDistribution, type Report } from '../../../protocol/run.ts';
import type { GridColumn } from '../../parts/gridTypes.ts';

/** The columns of the request table; each latency column keeps one unit, so that its numbers compare. */
export function requestColumns(report: Report): GridColumn[] {
  const { columns } = report;
  const latency = (key: 'ttft' | 'ttlt' | 'tpot'): GridColumn => {
    const metric = report.metrics[key];
    const typical = metric !== undefined && isDistribution(metric) ? metric.p50 : null;
    const scale = quantityScale('s', typical);
    return {
      key,
      label: metricDefinitions[key].label,
      definition: metricDefinitions[key].definition,
      width: 'minmax(84px, 1fr)',
      align: 'right',
      text: i => scale.text(columns[key][i] ?? Number.NaN),
    };
  };
  const tokens = (key: 'inputTokens' | 'outputTokens', label: string): GridColumn => ({
    key,
    label,
    width: 'minmax(84px, 1fr)',
    align: 'right',
    text: i => formatCount(columns[key][i] ?? null),
  });
  return [
    { key: 'index', label: '#', width: '72px', align: 'right', text: i => formatCount(i + 1) },
    {
      key: 'sentAt',
      label: 'Sent at',
      definition: 'Seconds after the run began.',
      width: 'minmax(84px, 1fr)',
      align: 'right',
      text: i => formatMoment(columns.sentAt[i] ?? null),
    },
    latency('ttft'),
    latency('ttlt'),
    latency('tpot'),
    tokens('inputTokens', 'Tokens in'),
    tokens('outputTokens', 'Tokens out'),
    {
      key: 'client',
      label: 'Client',
      width: '64px',
      align: 'right',
      text: i => (Number.isFinite(columns.client[i]) ? formatCount((columns.client[i] ?? 0) + 1) : missing),
    },
    {
      key: 'failed',
      label: 'Result',
      width: 'minmax(150px, 3fr)',
      align: 'left',
      text: i => (columns.failed[i] === 1 ? `Failed: ${report.errorTexts[i] ?? ''}` : 'OK'),
      tone: i => (columns.failed[i] === 1 ? 'bad' : undefined),
    },
  ];
}
