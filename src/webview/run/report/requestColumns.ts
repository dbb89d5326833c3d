import { formatCount, formatMoment, missing, quantityScale } from '../../../core/format/quantities.ts';
import { metricDefinitions } from '../../../core/metrics/definitions.ts';
import { isDistribution, type Report } from '../../../protocol/run.ts';
import type { GridColumn } from '../../parts/gridTypes.ts';

/** The columns of the request table. */
export function requestColumns(report: Report): GridColumn[] {
  const { columns, errorTexts } = report;
  return [
    { key: 'index', label: '#', width: '72px', align: 'right', text: i => formatCount(i + 1) },
    {
      ...numberColumn,
      key: 'sentAt',
      label: 'Sent at',
      definition: 'Seconds after the start of the run.',
      text: i => formatMoment(columns.sentAt[i] ?? null),
    },
    latencyColumn(report, 'ttft'),
    latencyColumn(report, 'ttlt'),
    latencyColumn(report, 'tpot'),
    tokenColumn(report, 'inputTokens', 'Tokens in'),
    tokenColumn(report, 'outputTokens', 'Tokens out'),
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
      text: i => (columns.failed[i] === 1 ? `Failed: ${errorTexts[i] ?? ''}` : 'OK'),
      tone: i => (columns.failed[i] === 1 ? 'bad' : undefined),
    },
  ];
}

const numberColumn = { width: 'minmax(84px, 1fr)', align: 'right' } as const;

/** All rows of a latency column have the same unit, so that its numbers are easy to compare. */
function latencyColumn({ columns, metrics }: Report, key: 'ttft' | 'ttlt' | 'tpot'): GridColumn {
  const metric = metrics[key];
  const typical = metric !== undefined && isDistribution(metric) ? metric.p50 : null;
  const scale = quantityScale('s', typical);
  const { label, definition } = metricDefinitions[key];
  return { ...numberColumn, key, label, definition, text: i => scale.text(columns[key][i] ?? Number.NaN) };
}

function tokenColumn({ columns }: Report, key: 'inputTokens' | 'outputTokens', label: string): GridColumn {
  return { ...numberColumn, key, label, text: i => formatCount(columns[key][i] ?? null) };
}
