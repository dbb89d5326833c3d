import { arrangementSentences } from '../../../core/compare/arrangement.ts';
import type { PairComparison } from '../../../core/compare/result.ts';

/** How the intervals were made and how the verdicts are to be read together. */
export function MethodNotes({ pair }: { pair: PairComparison }) {
  const methods = new Map<string, string[]>();
  for (const { label, statistics } of pair.metrics) {
    for (const { statistic, difference } of statistics) {
      if (difference === null) continue;
      const name = statistic === 'total' ? label : `${label} ${statistic}`;
      methods.set(difference.method, [...(methods.get(difference.method) ?? []), name]);
    }
  }
  return (
    <section class="method" aria-labelledby="method">
      <h2 id="method">How this was compared</h2>
      <ul class="bullets">
        <li>{arrangementSentences[pair.arrangement]}</li>
        {[...methods].map(([method, names]) => (
          <li key={method}>
            95 % intervals by {method}: {names.join(', ')}.
          </li>
        ))}
        <li>{pair.family}</li>
      </ul>
    </section>
  );
}
