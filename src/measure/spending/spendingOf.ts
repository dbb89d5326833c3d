import type { Clock } from '../../core/base/clock.ts';
import type { Tokenizer } from '../../core/tokens/tokenizer.ts';
import type { Endpoint } from '../../endpoints/contract/endpoint.ts';
import { pricingOf } from '../../prices/pricingOf.ts';
import { withLookedUpPrices } from '../../prices/sagemaker/withLookedUpPrices.ts';
import type { StartRun } from '../../protocol/start.ts';
import type { RunPlan } from '../plan/parsePlan.ts';
import { RunSpending } from './runSpending.ts';

/**
 * Counts what a run of the plan spends; null if no price is known. Throws UserError.
 * @param left what remains of the plan's budget; default: all of it
 */
export async function spendingOf(
  plan: RunPlan,
  endpoint: Endpoint,
  tokenizer: Tokenizer,
  { baseFolder, prices, secrets, network }: StartRun,
  { clock, environment }: { clock: Clock; environment: Readonly<Record<string, string | undefined>> },
  left: number | undefined = undefined,
): Promise<RunSpending | null> {
  const { cost } = plan;
  const type = endpoint.toDict()['endpoint_type'];
  const pricing = await pricingOf({
    cost,
    endpoint: plan.endpoint,
    endpointType: typeof type === 'string' ? type : '',
    defaultPrices: prices,
    baseFolder,
    at: clock.wall(),
    lookUp: (model, wanted) =>
      withLookedUpPrices(model, wanted, { endpoint: plan.endpoint, secrets, network, clock, environment }),
  });
  if (pricing === null) return null;
  const budget = left ?? (cost ? cost.budget : null) ?? null;
  return new RunSpending({ pricing, budget, tokenizer, clock });
}
