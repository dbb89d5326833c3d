import { countOf, formatQuantity, quantityScale } from '../format/quantities.ts';
import type { CostEstimate, CostRange } from './estimate.ts';
import type { FoundPrice } from './price.ts';
import type { RunCost } from './runCosts.ts';

/** Where a price is from: `"gpt-4.1-mini" in the built-in table, as of 2026-08-05, https://...`. */
export function priceOrigin({ from, matched, asOf, source }: FoundPrice): string {
  return [
    matched === null ? `from ${from}` : `"${matched}" in ${from}`,
    asOf === null ? 'date unknown' : `as of ${asOf}`,
    ...(source === null ? [] : [source]),
  ].join(', ');
}

const kinds = [
  ['input', 'input'],
  ['cachedInput', 'cached input'],
  ['cacheWrite', 'cache write'],
  ['output', 'output'],
  ['reasoning', 'reasoning'],
] as const;

/** The amounts of a price: `input 3, output 15 USD per million tokens`. */
export function priceText(price: FoundPrice): string {
  const given = kinds.flatMap(([key, name]) => (price[key] === undefined ? [] : [`${name} ${price[key]}`]));
  const perRequest = price.request ? `, plus ${price.request} ${price.currency} per request` : '';
  return `${given.join(', ')} ${price.currency} per million tokens${perRequest}`;
}

/** The parts of a cost: `Input tokens 0.0012, Output tokens 0.0340 USD`; empty if there is only one. */
function partsOf({ parts, currency, total }: RunCost): string {
  if (parts.length < 2) return '';
  const scale = quantityScale(currency, Math.max(...parts.map(({ cost }) => cost), total / 100));
  return `${parts.map(({ name, cost }) => `${name} ${scale.number(cost)}`).join(', ')} ${currency}`;
}

/** The parts of a cost and the price it was computed from, one line each; empty if no price is known. */
export function costLines(cost: RunCost | null): string[] {
  if (cost === null) return [];
  const parts = partsOf(cost);
  const { price } = cost;
  return [
    ...(parts === '' ? [] : [`Cost: ${parts}`]),
    ...(price === null ? [] : [`Price: ${priceText(price)}; ${priceOrigin(price)}`]),
  ];
}

/** An estimate with its notes, as sentences. */
export function estimateSentence(estimate: CostEstimate): string {
  return [`Estimated cost: ${estimateText(estimate)}.`, ...estimate.notes].join(' ');
}

/** The range of an estimate, the number of requests and the likely cost, without a full stop. */
export function estimateText({ currency, requests, total, perRequest }: CostEstimate): string {
  const text = ({ least, likely, most }: CostRange, what: string) => {
    if (most === null) return `at least ${formatQuantity(least, currency)} ${what}`;
    const { number } = quantityScale(currency, most);
    const within =
      likely === null ? '' : `, likely ${number(likely)} ${currency} if all outputs reach their limit`;
    return `${number(least)} to ${formatQuantity(most, currency)} ${what}${within}`;
  };
  return total === null || requests === null
    ? text(perRequest, 'per request')
    : text(total, `for ${countOf(requests, 'request')}`);
}
