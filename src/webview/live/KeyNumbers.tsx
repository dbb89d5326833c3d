import { formatCount, missing, quantityScale } from '../../core/format/quantities.ts';
import { scalarText } from '../../core/format/summaryTable.ts';
import { costDefinitions, metricDefinitions, steadyKeys } from '../../core/metrics/definitions.ts';
import type { Distribution } from '../../core/metrics/distribution.ts';
import { leadingKey, type RateKey } from '../../core/metrics/leadingRates.ts';
import { isDistribution, type LiveCost, type MetricSet, type RunSnapshot } from '../../protocol/run.ts';
import { Quantity } from '../parts/Quantity.tsx';
import { spendingText } from './spendingText.ts';

const shownMetrics = ['ttft', 'ttlt', 'tpot', 'request_throughput', 'output_token_throughput'] as const;

/** A smaller number beside a key number; `doubt` says why it is not reliable. */
interface Detail {
  text: string;
  doubt: string | null;
}

interface KeyNumber {
  key: string;
  label: string;
  definition: string;
  value: string;
  /** The number of values it is computed from. */
  n?: number;
  details: readonly Detail[];
}

/** The few numbers to watch while a run is in progress. */
export function KeyNumbers({ metrics, cost }: Pick<RunSnapshot, 'metrics' | 'cost'>) {
  const shown = [...keyNumbersOf(metrics), ...(cost === null ? [] : [spent(cost)])];
  return (
    <dl class="key-numbers">
      {shown.map(one => (
        <div key={one.key}>
          <dt data-tip={one.definition}>
            {one.label} {one.n !== undefined && <span class="key-number-n">n {formatCount(one.n)}</span>}
          </dt>
          <dd>
            <span class="key-number-value">
              <Quantity text={one.value} />
            </span>
            <span class="muted key-number-details">
              {one.details.map(detail => (
                <DetailText key={detail.text} {...detail} />
              ))}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function DetailText({ text, doubt }: Detail) {
  return (
    <span class={doubt === null ? undefined : 'unreliable'} data-tip={doubt ?? undefined}>
      {text}
      {doubt !== null && <span class="sr">, not reliable: {doubt}</span>}
    </span>
  );
}

function keyNumbersOf(metrics: MetricSet): KeyNumber[] {
  return shownMetrics.map(shown => {
    const key = isRate(shown) ? leadingKey(metrics, shown) : shown;
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

function isRate(key: string): key is RateKey {
  return Object.hasOwn(steadyKeys, key);
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

function spent(cost: LiveCost): KeyNumber {
  const { value, detail, definition } = spendingText(cost);
  return {
    key: 'cost',
    label: costDefinitions.cost.label,
    definition,
    value,
    details: detail === '' ? [] : [{ text: detail, doubt: null }],
  };
}
