import { type ComparedKey, comparedDefinition } from '../../../core/compare/comparedMetrics.ts';
import { headingOf } from '../../../core/compare/heading.ts';
import type { PairComparison } from '../../../core/compare/result.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Prose } from '../../parts/Prose.tsx';
import type { ExperimentPanel } from '../panel/experimentPanel.ts';
import { judgementLook, notComparableLook } from './verdictLook.ts';

interface Props {
  panel: ExperimentPanel;
  pair: PairComparison;
  /** All pairs of the comparison: only a metric that all of them have can decide. */
  pairs: readonly PairComparison[];
}

/** The conclusion: more failures, what forbids the comparison, or the verdict of the deciding metric. */
export function Conclusion({ panel, pair, pairs }: Props) {
  const decidingMetric = pair.metrics.find(metric => metric.role === 'deciding');
  const forbidding = pair.reasons.filter(({ because }) => decidingMetric?.notComparable.includes(because));
  const { icon, tone } = lookOf(pair);
  return (
    <section class={`conclusion ${tone}`} aria-labelledby="conclusion">
      <Icon name={icon} />
      <div class="conclusion-text">
        <h2 id="conclusion">{headingOf(pair)}</h2>
        {forbidding.length > 0 && (
          <ul class="because">
            {forbidding.map(({ id, because, advice }) => (
              <li key={id}>
                Because {because}.{' '}
                <span class="muted">
                  <Prose text={advice} />
                </span>
              </li>
            ))}
          </ul>
        )}
        {!pair.comparable && decidingMetric ? (
          <>
            {pair.moreFailures !== null && <p>{pair.moreFailures}</p>}
            <p class="muted">As measured: {decidingMetric.sentence}</p>
          </>
        ) : (
          <p>{pair.conclusion}</p>
        )}
      </div>
      {pair.asked && <DecidingMetricChoice panel={panel} pair={pair} pairs={pairs} value={pair.asked} />}
    </section>
  );
}

function lookOf({ judgement, comparable, decidingMetric }: PairComparison) {
  return judgement === 'cannot be judged' && !(comparable && decidingMetric !== null)
    ? notComparableLook
    : judgementLook[judgement];
}

function DecidingMetricChoice({ panel, pair, pairs, value }: Props & { value: ComparedKey }) {
  const common = pair.metrics.filter(({ key }) =>
    pairs.every(({ metrics }) => metrics.some(metric => metric.key === key)),
  );
  const choose = async (select: HTMLSelectElement) => {
    // A refused metric must not look chosen.
    if (!(await panel.setDecidingMetric(select.value as ComparedKey))) select.value = value;
  };
  return (
    <label
      class="conclusion-choice"
      data-tip="Choose the deciding metric before you see the results: one chosen for its verdict proves nothing."
    >
      <span class="muted">Deciding metric</span>
      <select class="select" value={value} onChange={event => void choose(event.currentTarget)}>
        {!common.some(({ key }) => key === value) && (
          <option value={value} disabled>
            {comparedDefinition(value).label}
          </option>
        )}
        {common.map(({ key, label }) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
