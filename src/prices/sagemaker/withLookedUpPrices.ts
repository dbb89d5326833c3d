import type { CostModel } from '../../core/cost/costModel.ts';
import type { CostPlan } from '../../core/plan/costPlan.ts';
import { lacksPrice } from './lacksPrice.ts';
import type { LookUpContext } from './lookUpSageMaker.ts';

/**
 * Adds the SageMaker prices that the model lacks, and the instances and the storage of the endpoint that the
 * plan names (llmeter-format 8.3). The code for AWS is loaded, and AWS is asked, only if something is missing.
 * Throws a UserError that names what to change.
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
