import { estimateSentence } from '../../core/cost/costWords.ts';
import type { CostEstimate, CostRange } from '../../core/cost/estimate.ts';
import { countOf, formatPercent, formatQuantity, quantityScale } from '../../core/format/quantities.ts';
import { costDefinitions } from '../../core/metrics/definitions.ts';
import type { LiveCost } from '../../protocol/run.ts';

/** What a run in progress has spent, in words. */
export interface SpendingText {
  readonly value: string;
  /** What to compare it with: the budget, or else the estimate, or else the cost of a request. */
  readonly detail: string;
  readonly definition: string;
}

export function spendingText(cost: LiveCost): SpendingText {
  const { currency, total, unknown, estimate } = cost;
  const tips: string[] = [costDefinitions.cost.definition];
  if (unknown > 0) tips.push(`${countOf(unknown, 'request')} did not report everything that is charged for.`);
  if (estimate !== null) tips.push(estimateSentence(estimate));
  return {
    value: formatQuantity(total, currency),
    detail: detailOf(cost),
    definition: tips.join('\n'),
  };
}

function detailOf({ currency, total, budget, estimate, perRequest }: LiveCost): string {
  if (budget !== null) return `${formatPercent(total / budget)} of ${formatQuantity(budget, currency)}`;
  if (estimate?.total) return `of ${rangeText(estimate.total, estimate)}`;
  return perRequest === null ? '' : `${formatQuantity(perRequest, currency)} per request`;
}

function rangeText({ least, most }: CostRange, { currency }: CostEstimate): string {
  return most === null
    ? `at least ${formatQuantity(least, currency)}`
    : `${quantityScale(currency, most).number(least)} to ${formatQuantity(most, currency)}`;
}
