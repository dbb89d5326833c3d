import type { Clock } from '../../core/clock.ts';
import type { Tokenizer } from '../../core/tokens/tokenizer.ts';
import type { Endpoint } from '../../endpoints/endpoint.ts';
import type { StartRun } from '../../protocol/engine.ts';
import type { RunPlan } from '../plan.ts';
import { pricingOf } from './pricingOf.ts';
import { RunSpending } from './runSpending.ts';
import { withLookedUpPrices } from './sagemaker/withLookedUpPrices.ts';

/**
 * What a run of the plan spends; null where no price is known. Throws UserError.
 * @param left what is left of the plan's budget; default: all of it
 */
export async function spendingOf(
  plan: RunPlan,
  endpoint: Endpoint,
  tokenizer: Tokenizer,
  { baseFolder, prices, secrets, network }: Omit<StartRun, 'runId'>,
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
