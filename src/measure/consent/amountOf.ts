import { countOf } from '../../core/format/quantities.ts';
import type { RunPlan } from '../plan/parsePlan.ts';

/**
 * How many requests the plans of a measurement send at most, and the most they may spend, as sentences.
 * @param shareBudget one budget is for all plans together
 */
export function amountOf(plans: readonly RunPlan[], shareBudget: boolean): string[] {
  const counts = plans.map(mostRequests);
  const known = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const open = plans.filter((_, i) => counts[i] === null);
  const budgets = plans.flatMap(({ cost }) => (cost ? (cost.budget ?? []) : []));
  const isLimited = plans.length > 0 && budgets.length === plans.length;
  const budget = shareBudget ? Math.max(...budgets) : budgets.reduce((sum, each) => sum + each, 0);
  return [
    ...(known > 0 ? [`At most ${countOf(known, 'request')}.`] : []),
    ...[...new Set(open.map(withoutCount))],
    ...(isLimited ? [`Its budget is ${budget}: it stops before it spends more.`] : []),
  ];
}

/** Retries included; null where the plan alone does not tell. */
function mostRequests(plan: RunPlan): number | null {
  const { clients, warmup, retries, distribute } = plan;
  if (plan.duration !== undefined) return null;
  const payloads = payloadCount(plan);
  const each = plan.requests ?? payloads;
  if (each === null) return null;
  const measured = distribute ? each : each * clients;
  return (measured + warmup * clients) * (1 + retries);
}

function payloadCount({ payload, prompt }: RunPlan): number | null {
  if (payload !== undefined)
    return typeof payload === 'string' ? null : Array.isArray(payload) ? payload.length : 1;
  if (prompt === undefined || typeof prompt === 'string') return 1;
  if (Array.isArray(prompt)) return prompt.length;
  if ('synthetic' in prompt) return prompt.synthetic.prompts;
  if (!('collection' in prompt)) return null;
  const { inputTokens, outputTokens, repeat } = prompt.collection;
  return inputTokens.length * outputTokens.length * repeat;
}

function withoutCount({ duration, clients, distribute }: RunPlan): string {
  if (duration !== undefined) {
    const time = typeof duration === 'number' ? `${duration} s` : duration;
    return `As many requests as ${countOf(clients, 'client')} can send in ${time}.`;
  }
  return distribute
    ? 'One request for each prompt in the files.'
    : `One request for each prompt in the files, from each of ${countOf(clients, 'client')}.`;
}
