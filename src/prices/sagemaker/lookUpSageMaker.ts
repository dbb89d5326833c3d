import type { Clock } from '../../core/base/clock.ts';
import { UserError } from '../../core/base/errors.ts';
import { type CostModel, costModel } from '../../core/cost/costModel.ts';
import type { RunDimension } from '../../core/cost/dimensions.ts';
import type { CostPlan } from '../../core/plan/costPlan.ts';
import type { AwsConfig } from '../../endpoints/aws/awsConfig.ts';
import { AwsJson } from '../../endpoints/aws/awsJson.ts';
import type { EndpointConfig } from '../../endpoints/kinds.ts';
import type { NetworkSettings, Secrets } from '../../protocol/start.ts';
import { endpointDimensions } from './endpointDimensions.ts';
import { lacksPrice } from './lacksPrice.ts';
import { computePrice, storagePrice } from './priceList.ts';

/** The account and the network settings for requests to AWS. */
export interface LookUpContext {
  endpoint: EndpointConfig;
  secrets: Secrets;
  network: NetworkSettings;
  clock: Clock;
  environment: Readonly<Record<string, string | undefined>>;
}

/** Loaded by `withLookedUpPrices`, and only when a price or a description is missing. */
export async function lookUpSageMaker(
  model: CostModel,
  sagemaker: Exclude<CostPlan, false>['sagemaker'],
  context: LookUpContext,
): Promise<CostModel> {
  const { endpoint, secrets, network, clock, environment } = context;
  const aws = new AwsJson(awsPartOf(endpoint), secrets.aws, { clock, environment, ...network });
  try {
    const asked = sagemaker === true ? {} : sagemaker;
    const described = asked
      ? await endpointDimensions(aws, asked.endpointName ?? ownEndpoint(context), asked.region)
      : {};
    const { run_dims } = costModel(model.request_dims, { ...described, ...model.run_dims });
    const priced: Record<string, RunDimension> = {};
    for (const [name, dimension] of Object.entries(run_dims)) {
      priced[name] = lacksPrice(dimension) ? await withPrice(aws, dimension) : dimension;
    }
    return costModel(model.request_dims, priced);
  } finally {
    aws.close();
  }
}

/** The AWS settings of an endpoint, which also give access to its prices. */
function awsPartOf(endpoint: EndpointConfig): AwsConfig {
  return 'profile' in endpoint || 'region' in endpoint ? { ...endpoint, headers: undefined } : {};
}

function ownEndpoint({ endpoint }: LookUpContext): string {
  if (endpoint.kind === 'sagemaker') return endpoint.endpointName ?? endpoint.model;
  throw new UserError(
    '"cost.sagemaker": true works only for an endpoint of kind "sagemaker". For other kinds, name the SageMaker endpoint, e.g. {"endpointName": "my-endpoint", "region": "us-east-1"}.',
  );
}

async function withPrice(aws: AwsJson, dimension: RunDimension): Promise<RunDimension> {
  switch (dimension._type) {
    case 'SageMakerRTEndpointCompute': {
      const region = dimension.region ?? (await aws.region());
      return {
        ...dimension,
        region,
        price_per_hour: await computePrice(aws, dimension.instance_type, region),
      };
    }
    case 'SageMakerRTEndpointStorage': {
      const region = dimension.region ?? (await aws.region());
      return { ...dimension, region, price_per_gb_hour: await storagePrice(aws, region) };
    }
    default:
      return dimension;
  }
}
