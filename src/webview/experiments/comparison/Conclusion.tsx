import { type ComparedKey, comparedDefinition } from '../../../core/compare/comparedMetrics.ts';
import type { PairComparison, Verdict as VerdictOf } from '../../../core/compare/result.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Prose } from '../../parts/Prose.tsx';
import type { ExperimentPanel } from '../panel/experimentPanel.ts';
import { verdictLook } from './verdictLook.ts';

interface Props {
  panel: ExperimentPanel;
  pair: PairComparison;
  /** All of the comparison: what decides must be known in each. */
  pairs: readonly PairComparison[];
}

/** The answer: what forbids the comparison first, else the verdict of the metric that decides, in words. */
export function Verdict({ panel, pair, pairs }: Props) {
  const decidingMetric = pair.metrics.find(metric => metric.role === 'deciding');
  const forbidding = pair.reasons.filter(({ because }) => decidingMetric?.notComparable.includes(because));
  const { icon, tone } =
    pair.comparable && decidingMetric ? verdictLook[decidingMetric.verdict] : notComparable;
  return (
    <section class={`answer ${tone}`} aria-labelledby="answer">
      <Icon name={icon} />
      <div class="answer-text">
        <h2 id="answer">{answerOf(pair, decidingMetric?.verdict)}</h2>
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
          <p class="muted">As measured: {decidingMetric.sentence}</p>
        ) : (
          <p>{pair.conclusion}</p>
        )}
      </div>
      {pair.asked && <DecidingMetricChoice panel={panel} pair={pair} pairs={pairs} value={pair.asked} />}
    </section>
  );
}

/** The verdict with its subject, for it is about the candidate: "B is better". */
function answerOf({ asked, comparable, candidate }: PairComparison, verdict: VerdictOf | undefined): string {
  if (verdict === undefined) return asked === null ? 'Nothing to compare' : 'Cannot be judged';
  if (!comparable) return 'Not comparable';
  if (verdict === 'better' || verdict === 'worse') return `${candidate} is ${verdict}`;
  return verdict.charAt(0).toUpperCase() + verdict.slice(1);
}

const notComparable = { icon: 'warning', tone: 'unknown' } as const;

function DecidingMetricChoice({ panel, pair, pairs, value }: Props & { value: ComparedKey }) {
  const common = pair.metrics.filter(({ key }) =>
    pairs.every(({ metrics }) => metrics.some(metric => metric.key === key)),
  );
  const choose = async (select: HTMLSelectElement) => {
    // What was refused must not look chosen.
    if (!(await panel.setDecidingMetric(select.value as ComparedKey))) select.value = value;
  };
  return (
    <label
      class="answer-choice"
      data-tip="Choose it before you look: a metric chosen for its verdict proves nothing."
    >
      <span class="muted">Decided by</span>
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
