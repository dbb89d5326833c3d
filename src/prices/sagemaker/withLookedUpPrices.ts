import type { Clock } from '../../core/base/clock.ts';
import type { CostModel } from '../../core/cost/costModel.ts';
import type { RunDimension } from '../../core/cost/dimensions.ts';
import type { CostPlan } from '../../core/plan/costPlan.ts';
import type { EndpointConfig } from '../../endpoints/kinds.ts';
import type { NetworkSettings, Secrets } from '../../protocol/start.ts';

/** As whom and over what AWS is asked. */
export interface LookUpContext {
  endpoint: EndpointConfig;
  secrets: Secrets;
  network: NetworkSettings;
  clock: Clock;
  environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The model with the SageMaker prices that it lacks, and with the instances and the storage of the
 * endpoint that the plan names (llmeter-format 8.3). AWS is asked, and its code loaded, only where something is
 * missing. Throws UserError that names what to change.
 */
export async function withLookedUpPrices(
  model: CostModel,
  { sagemaker }: Exclude<CostPlan, false>,
  context: LookUpContext,
): Promise<CostModel> {
  if (sagemaker === undefined && !Object.values(model.run_dims).some(lacksPrice)) return model;
  const { lookUpSageMaker } = await import('./lookUpSageMaker.ts');
  return await lookUpSageMaker(model, sagemaker, context);
}

/** A price that is only on the AWS price list. */
export function lacksPrice(dimension: RunDimension): boolean {
  switch (dimension._type) {
    case 'SageMakerRTEndpointCompute':
      return dimension.price_per_hour == null;
    case 'SageMakerRTEndpointStorage':
      return dimension.price_per_gb_hour == null;
    default:
      return false;
  }
}
