import type { PairComparison } from '../../../core/compare/result.ts';
import { reasonOpening } from '../../../core/compare/words.ts';
import { Notice } from '../../parts/Notice.tsx';

/** What may mislead, and what makes only other metrics than the deciding one incomparable. */
export function Cautions({ pair }: { pair: PairComparison }) {
  const decidingMetric = pair.metrics.find(metric => metric.role === 'deciding');
  const others = pair.reasons.filter(({ because }) => !decidingMetric?.notComparable.includes(because));
  return (
    <>
      {others.map(reason => (
        <Notice
          key={reason.id}
          severity={reason.severity === 'forbids' ? 'warning' : 'info'}
          message={`${reasonOpening(pair, reason)} ${reason.because}.`}
          advice={reason.advice}
        />
      ))}
    </>
  );
}
