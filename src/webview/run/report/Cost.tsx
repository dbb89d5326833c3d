import { priceOrigin, priceText } from '../../../core/cost/costWords.ts';
import type { RunCost } from '../../../core/cost/runCosts.ts';
import { countOf, formatPercent, formatQuantity, quantityScale } from '../../../core/format/quantities.ts';
import { costDefinitions } from '../../../core/metrics/definitions.ts';
import { type Fact, Facts } from '../../parts/Facts.tsx';
import { Notice } from '../../parts/Notice.tsx';

/** The cost of a run, its parts, the prices, and what may be wrong about them. */
export function Cost({ cost }: { cost: RunCost }) {
  const { price, notes } = cost;
  return (
    <section aria-labelledby="cost">
      <h2 id="cost">Cost</h2>
      <Facts facts={factsOf(cost)} />
      {price !== null && (
        <p class="muted cost-price">
          Price: {priceText(price)}; {priceOrigin(price)}
        </p>
      )}
      {notes.map(note => (
        <Notice key={note} severity="warning" message={note} />
      ))}
    </section>
  );
}

function factsOf({ currency, total, parts, unmeasured, budget, perMillionOutputTokens }: RunCost): Fact[] {
  const scale = quantityScale(currency, total);
  return [
    { label: costDefinitions.cost.label, value: scale.text(total), tip: costDefinitions.cost.definition },
    ...(budget === null
      ? []
      : [
          {
            label: 'Budget',
            value: `${formatQuantity(budget, currency)} (${formatPercent(total / budget)} spent)`,
          },
        ]),
    ...(parts.length < 2 ? [] : parts.map(({ name, cost }) => ({ label: name, value: scale.text(cost) }))),
    ...(unmeasured.requests === 0
      ? []
      : [
          {
            label: 'Not measured',
            value: scale.text(unmeasured.cost),
            tip: `${countOf(unmeasured.requests, 'request')} of the warm-up or cancelled: billed, but not part of any statistic.`,
          },
        ]),
    ...(perMillionOutputTokens === null
      ? []
      : [
          {
            label: costDefinitions.cost_per_million_output_tokens.label,
            value: formatQuantity(perMillionOutputTokens, currency),
            tip: costDefinitions.cost_per_million_output_tokens.definition,
          },
        ]),
  ];
}
