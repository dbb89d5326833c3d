import { quantityScale } from '../../core/format/quantities.ts';
import { scalarText } from '../../core/format/summaryTable.ts';
import { costDefinitions, metricDefinitions } from '../../core/metrics/definitions.ts';
import { isDistribution, type MetricSet, type RunSnapshot } from '../../protocol/run.ts';
import { Quantity } from '../parts/Quantity.tsx';
import { spendingOf } from './spending.ts';

const headlineKeys = ['ttft', 'ttlt', 'tpot', 'request_throughput', 'output_token_throughput'] as const;

interface Headline {
  key: string;
  label: string;
  definition: string;
  value: string;
  detail: string;
}

function headlines(metrics: MetricSet): Headline[] {
  return headlineKeys.map(key => {
    const { label, definition } = metricDefinitions[key];
    const metric = metrics[key];
    if (metric === undefined) return { key, label, definition, value: '—', detail: '' };
    if (!isDistribution(metric))
      return { key, label, definition, value: scalarText(key, metric), detail: '' };
    const scale = quantityScale(metric.unit, metric.p50);
    const text = (value: number | null) => scale.text(value ?? Number.NaN);
    return {
      key,
      label: `${label} p50`,
      definition,
      value: text(metric.p50),
      detail: metric.n === 0 ? '' : `p90 ${text(metric.p90)}, p99 ${text(metric.p99)}`,
    };
  });
}

/** The few numbers one watches while a run goes on. */
export function Headlines({ metrics, cost }: Pick<RunSnapshot, 'metrics' | 'cost'>) {
  const spent =
    cost === null ? [] : [{ key: 'cost', label: costDefinitions.cost.label, ...spendingOf(cost) }];
  return (
    <dl class="headlines">
      {[...headlines(metrics), ...spent].map(one => (
        <div key={one.key}>
          <dt data-tip={one.definition}>{one.label}</dt>
          <dd>
            <span class="headline-value">
              <Quantity text={one.value} />
            </span>
            <span class="muted">{one.detail}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
