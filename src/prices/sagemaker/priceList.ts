import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/base/jsonValue.ts';
import type { AwsJson } from '../../endpoints/aws/awsJson.ts';

/** The AWS price list is available in few regions, but covers all of them. */
const priceListRegion = 'us-east-1';

/** Hours in a month as LLMeter counts them: 30 days. */
const hoursOfMonth = 30 * 24;

/** Price of an hour of a SageMaker hosting instance, USD (llmeter-format 8.3). Throws UserError. */
export function computePrice(aws: AwsJson, instanceType: string, region: string): Promise<number> {
  const what = `the instance type ${instanceType} in ${region}`;
  const filters = { component: 'Hosting', instanceName: instanceType, regionCode: region };
  return onDemandPrice(aws, filters, 'Hrs', what, '"instance_type" or "region", or set "price_per_hour"');
}

/** Price of a gigabyte of SageMaker hosting storage for an hour, USD (llmeter-format 8.3). Throws UserError. */
export async function storagePrice(aws: AwsJson, region: string): Promise<number> {
  const filters = { volumeType: 'General Purpose-Hosting', regionCode: region };
  const change = '"region", or set "price_per_gb_hour"';
  return (await onDemandPrice(aws, filters, 'GB-Mo', `storage in ${region}`, change)) / hoursOfMonth;
}

async function onDemandPrice(
  aws: AwsJson,
  filters: Record<string, string>,
  unit: string,
  what: string,
  change: string,
): Promise<number> {
  const answer = await aws.call('pricing', priceListRegion, 'AWSPriceListService.GetProducts', {
    ServiceCode: 'AmazonSageMaker',
    Filters: Object.entries(filters).map(([Field, Value]) => ({ Type: 'TERM_MATCH', Field, Value })),
    FormatVersion: 'aws_v1',
  });
  const products = Array.isArray(answer['PriceList']) ? answer['PriceList'] : [];
  const refused = (found: string) =>
    new UserError(`The AWS price list has ${found} for ${what}: change ${change}.`);
  const [product, ...others] = products;
  if (product === undefined) throw refused('no price');
  if (others.length > 0) throw refused(`${products.length} prices`);
  const terms = childrenOf(pathOf(documentOf(product), ['terms', 'OnDemand']));
  const prices = terms
    .flatMap(term => childrenOf(pathOf(term, ['priceDimensions'])))
    .filter(price => String(price['unit']).toLowerCase() === unit.toLowerCase());
  const [price] = prices;
  if (terms.length !== 1 || prices.length !== 1 || !price) {
    throw refused(`${terms.length} on-demand terms with ${prices.length} prices per "${unit}"`);
  }
  const dollars = isJsonObject(price['pricePerUnit']) ? price['pricePerUnit']['USD'] : undefined;
  const amount = typeof dollars === 'string' ? Number(dollars) : Number.NaN;
  if (!Number.isFinite(amount)) throw refused('no price in USD');
  return amount;
}

/** Each product in the answer is a JSON document inside a string. */
function documentOf(product: JsonValue): JsonValue {
  return typeof product === 'string' ? (JSON.parse(product) as JsonValue) : product;
}

function pathOf(value: JsonValue, path: readonly string[]): JsonValue {
  return path.reduce<JsonValue>((here, key) => (isJsonObject(here) ? (here[key] ?? null) : null), value);
}

function childrenOf(value: JsonValue): JsonObject[] {
  return isJsonObject(value) ? Object.values(value).filter(isJsonObject) : [];
}
