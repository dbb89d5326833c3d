import type { RunDimension } from '../../core/cost/dimensions.ts';

/** Whether the price of a dimension must be looked up on the AWS price list. */
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
