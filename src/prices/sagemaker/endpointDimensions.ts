import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/base/jsonValue.ts';
import type { RunDimension } from '../../core/cost/dimensions.ts';
import type { AwsJson } from '../../endpoints/aws/awsJson.ts';

/**
 * The cost dimensions of the instances and the storage of a real-time endpoint, still without prices
 * (llmeter-format 8.3). Of several variants, each has its own dimensions, `<variant>_<class>`. Throws UserError.
 */
export async function endpointDimensions(
  aws: AwsJson,
  endpointName: string,
  givenRegion: string | undefined,
): Promise<Record<string, RunDimension>> {
  const region = givenRegion ?? (await aws.region());
  const endpoint = await aws.call('sagemaker', region, 'SageMaker.DescribeEndpoint', {
    EndpointName: endpointName,
  });
  const config = await aws.call('sagemaker', region, 'SageMaker.DescribeEndpointConfig', {
    EndpointConfigName: endpoint['EndpointConfigName'] ?? null,
  });
  const running = objectsOf(endpoint['ProductionVariants']);
  const variants = objectsOf(config['ProductionVariants']);
  const dimensions: Record<string, RunDimension> = {};
  for (const variant of variants) {
    const name = String(variant['VariantName']);
    const prefix = variants.length > 1 ? `${name}_` : '';
    const count = running.find(one => one['VariantName'] === name)?.['CurrentInstanceCount'];
    const type = variant['InstanceType'];
    if (typeof type !== 'string' || typeof count !== 'number') {
      throw new UserError(
        `The SageMaker endpoint ${endpointName} has no instances in its variant ${name} (it is serverless, or not in service): remove "sagemaker" from "cost".`,
      );
    }
    dimensions[`${prefix}SageMakerRTEndpointCompute`] = {
      _type: 'SageMakerRTEndpointCompute',
      instance_type: type,
      instance_count: count,
      region,
    };
    const gigabytes = variant['VolumeSizeInGB'];
    if (typeof gigabytes === 'number') {
      dimensions[`${prefix}SageMakerRTEndpointStorage`] = {
        _type: 'SageMakerRTEndpointStorage',
        gbs_provisioned: gigabytes * count,
        region,
      };
    }
  }
  if (variants.length === 0) {
    throw new UserError(`The SageMaker endpoint ${endpointName} has no variants: change "cost.sagemaker".`);
  }
  return dimensions;
}

function objectsOf(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
