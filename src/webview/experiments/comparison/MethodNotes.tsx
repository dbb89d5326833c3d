import { methodSentences } from '../../../core/compare/methodWords.ts';
import type { PairComparison } from '../../../core/compare/result.ts';

/** How the intervals were computed, and how to read the verdicts together. */
export function MethodNotes({ pair }: { pair: PairComparison }) {
  return (
    <section class="method" aria-labelledby="method">
      <h2 id="method">How this was compared</h2>
      <ul class="bullets">
        {methodSentences(pair).map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
