import { comparedDefinition } from '../../../core/compare/comparedMetrics.ts';
import type { PairComparison } from '../../../core/compare/result.ts';
import { Notice } from '../../parts/Notice.tsx';

/** What may mislead, and what spoils only metrics that do not decide. */
export function Cautions({ pair }: { pair: PairComparison }) {
  const headline = pair.metrics.find(metric => metric.role === 'headline');
  const others = pair.reasons.filter(({ because }) => !headline?.notComparable.includes(because));
  return (
    <>
      {others.map(({ id, severity, because, advice, concerns }) => {
        const spoiled = pair.metrics.filter(({ key }) => concerns?.includes(key));
        const labels = spoiled.map(({ key }) => comparedDefinition(key).label);
        return (
          <Notice
            key={id}
            severity={severity === 'forbids' ? 'warning' : 'info'}
            message={
              severity === 'forbids'
                ? `${labels.join(', ') || 'Some metrics'}: not comparable because ${because}.`
                : `Caution: ${because}.`
            }
            advice={advice}
          />
        );
      })}
    </>
  );
}
