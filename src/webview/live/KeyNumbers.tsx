import { formatCount, missing, quantityScale } from '../../core/format/quantities.ts';
import { scalarText } from '../../core/format/summaryTable.ts';
import { costDefinitions, metricDefinitions } from '../../core/metrics/definitions.ts';
import type { Distribution } from '../../core/metrics/distribution.ts';
import { isDistribution, type LiveCost, type MetricSet, type RunSnapshot } from '../../protocol/run.ts';
import { Quantity } from '../parts/Quantity.tsx';
import { spendingOf } from './spending.ts';

const headlineKeys = ['ttft', 'ttlt', 'tpot', 'request_throughput', 'output_token_throughput'] as const;

/** A lesser number beside a headline; `doubt` says why it should not be relied on. */
interface Detail {
  text: string;
  doubt: string | null;
}

interface Headline {
  key: string;
  label: string;
  definition: string;
  value: string;
  /** How many values it rests on. */
  n?: number;
  details: readonly Detail[];
}

function headlines(metrics: MetricSet): Headline[] {
  return headlineKeys.map(key => {
    const { label, definition } = metricDefinitions[key];
    const metric = metrics[key];
    if (metric === undefined) return { key, label, definition, value: missing, details: [] };
    if (!isDistribution(metric)) {
      return { key, label, definition, value: scalarText(key, metric), details: [] };
    }
    return {
      key,
      label: `${label} p50`,
      definition,
      value: quantityScale(metric.unit, metric.p50).text(metric.p50 ?? Number.NaN),
      n: metric.n,
      details: detailsOf(metric),
    };
  });
}

function detailsOf({ n, unit, p50, p90, p99, unreliable }: Distribution): Detail[] {
  if (n === 0) return [];
  const scale = quantityScale(unit, p50);
  const text = (value: number | null) => scale.text(value ?? Number.NaN);
  return [
    { text: `p90 ${text(p90)}`, doubt: unreliable['p90'] ?? null },
    { text: `p99 ${text(p99)}`, doubt: unreliable['p99'] ?? null },
  ];
}

function spent(cost: LiveCost): Headline {
  const { value, detail, definition } = spendingOf(cost);
  return {
    key: 'cost',
    label: costDefinitions.cost.label,
    definition,
    value,
    details: detail === '' ? [] : [{ text: detail, doubt: null }],
  };
}

/** The few numbers one watches while a run goes on. */
export function Headlines({ metrics, cost }: Pick<RunSnapshot, 'metrics' | 'cost'>) {
  const shown = [...headlines(metrics), ...(cost === null ? [] : [spent(cost)])];
  return (
    <dl class="headlines">
      {shown.map(one => (
        <div key={one.key}>
          <dt data-tip={one.definition}>
            {one.label} {one.n !== undefined && <span class="headline-n">n {formatCount(one.n)}</span>}
          </dt>
          <dd>
            <span class="headline-value">
              <Quantity text={one.value} />
            </span>
            <span class="muted headline-details">
              {one.details.map(({ text, doubt }) => (
                <span
                  key={text}
                  class={doubt === null ? undefined : 'unreliable'}
                  data-tip={doubt ?? undefined}
                >
                  {text}
                  {doubt !== null && <span class="sr">, not reliable: {doubt}</span>}
                </span>
              ))}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
