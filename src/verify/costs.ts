import { isJsonObject, type JsonObject, type JsonValue } from '../core/base/jsonValue.ts';
import { num, part } from './files.ts';
import { aggregatesOf } from './llmeterStats.ts';
import { sumOf } from './numbers.ts';
import { type Requests, type Tokens, tokensOf } from './requests.ts';

/** Seconds over which time is charged; null = not known. */
type Duration = number | null;

/** LLMeter's cost statistics (llmeter-format 8.2) of a model in the form of its files. */
export function llmeterCosts(
  model: JsonObject,
  responses: readonly JsonObject[],
  seconds: Duration,
): Record<string, number> {
  const dimensions = Object.entries(part(model, 'request_dims'));
  const columns = dimensions.map(([name, one]) => ({
    name,
    costs: responses.map(row => stepCost(name, part(one), row)),
  }));
  const known = ({ costs }: (typeof columns)[number]) => costs.filter(cost => cost !== null);
  const totals = responses.flatMap((_, i) => {
    const costs = columns.map(({ costs: all }) => all[i] ?? null);
    return costs.some(cost => cost === null) ? [] : [sumOf(costs.map(cost => cost ?? 0))];
  });
  const time = timeCosts(model, seconds);
  const sums = columns.map(column => [`cost_${column.name}`, sumOf(known(column))] as const);
  return {
    ...Object.assign(
      {},
      ...columns.map(column => aggregatesOf(`cost_${column.name}_per_request`, known(column))),
    ),
    ...(columns.length > 0 && aggregatesOf('cost_per_request', totals)),
    ...Object.fromEntries(time.map(({ name, cost }) => [`cost_${name}`, cost])),
    ...Object.fromEntries(sums),
    cost_total: sumOf(time.map(({ cost }) => cost)) + sumOf(sums.map(([, sum]) => sum)),
  };
}

/** Tokens are charged in steps; a partial step counts in full. Files without types are read by their names. */
function stepCost(name: string, dimension: JsonObject, response: JsonObject): number | null {
  const type = String(dimension['_type'] ?? name);
  const tokens = num(response[/output/i.test(type) ? 'num_tokens_output' : 'num_tokens_input']);
  const step = num(dimension['granularity']) ?? 1;
  if (tokens === null) return null;
  return (Math.ceil(tokens / step) * step * (num(dimension['price_per_million']) ?? 0)) / 1_000_000;
}

function timeCosts(model: JsonObject, seconds: Duration): { name: string; cost: number }[] {
  return Object.entries(part(model, 'run_dims')).flatMap(([name, one]) => {
    const cost = seconds === null ? null : timeCost(part(one), seconds);
    return cost === null ? [] : [{ name, cost }];
  });
}

function timeCost(dimension: JsonObject, seconds: number): number | null {
  const hourly = num(dimension['price_per_hour']);
  const stored = num(dimension['gbs_provisioned']);
  if (stored !== null) {
    const price = num(dimension['price_per_gb_hour']);
    return price === null ? null : (Math.ceil(seconds) * stored * price) / 3600;
  }
  if (hourly === null) return null;
  if ('instance_type' in dimension) {
    return (Math.ceil(seconds) * (num(dimension['instance_count']) ?? 1) * hourly) / 3600;
  }
  const step = num(dimension['granularity_secs']) ?? 1;
  return (Math.ceil(seconds / step) * step * hourly) / 3600;
}

/** The cost of one request by part; null = not reported. */
type Parts = Readonly<Record<string, number | null>>;

/** What the cost section of llmeter.json and the metrics about costs should say. */
export interface RunCosts {
  readonly result: Record<string, JsonValue>;
  /** Sums by label, of parts that are not 0. */
  readonly parts: Readonly<Record<string, number>>;
  readonly perRequest: readonly number[];
  readonly unmeasured: { readonly requests: number; readonly unknown: number; readonly cost: number };
  /** Number of measured requests whose cost is known. */
  readonly priced: number;
}

/** Our costs of a run: each kind of token at its own price, or LLMeter's model where there is no such price. */
export function costsOf(pricing: JsonObject, { measured, excluded }: Requests, seconds: Duration): RunCosts {
  const of = partsBy(pricing);
  const leftOut = pricing['cacheBeside'] === true;
  const all = measured.map(({ response, trace, failed }) => ({
    parts: of(tokensOf(response, trace, leftOut), failed, response),
    failed,
    output: num(response['num_tokens_output']) ?? 0,
  }));
  const known = all.filter(({ parts }) => isComplete(parts));
  const time = timeCosts(part(pricing, 'model'), seconds);
  const names = Object.keys(all[0]?.parts ?? {});
  const sums = names.map(name => [name, sumOf(all.map(({ parts }) => parts[name] ?? 0))] as const);
  const rest = excluded.map(({ json }) =>
    of(tokensOf({}, json, leftOut), json['reason'] !== null, asResponse(json)),
  );
  const unmeasured = {
    requests: rest.length,
    unknown: rest.filter(parts => !isComplete(parts)).length,
    cost: sumOf(rest.map(totalOf)),
  };
  const ofRun = sumOf(sums.map(([, sum]) => sum)) + sumOf(time.map(({ cost }) => cost));
  const output = sumOf(known.map(one => one.output));
  const parts = [
    ...sums,
    ...time.map(({ name, cost }) => [name, cost] as const),
    ['Warm-up and cancelled requests', unmeasured.cost] as const,
  ];
  return {
    result: {
      total: ofRun + unmeasured.cost,
      requests: all.length,
      unknown: all.length - known.length,
      perMillionOutputTokens: output > 0 ? (ofRun * 1_000_000) / output : null,
    },
    parts: Object.fromEntries(parts.filter(([, cost]) => cost > 0)),
    perRequest: known.filter(({ failed }) => !failed).map(one => totalOf(one.parts)),
    unmeasured,
    priced: known.length,
  };
}

/** What the response of a warm-up or cancelled request said, by its trace. */
function asResponse(trace: JsonObject): JsonObject {
  return { num_tokens_input: trace['inputTokens'] ?? null, num_tokens_output: trace['outputTokens'] ?? null };
}

function isComplete(parts: Parts): boolean {
  return Object.values(parts).every(part => part !== null);
}

function totalOf(parts: Parts): number {
  return sumOf(Object.values(parts).map(part => part ?? 0));
}

/** The price of a request by part. A refused request, which failed without any token, is not charged. */
function partsBy(pricing: JsonObject): (tokens: Tokens, failed: boolean, response: JsonObject) => Parts {
  const price = pricing['price'];
  if (!isJsonObject(price)) {
    const dimensions = Object.entries(part(pricing, 'model', 'request_dims'));
    return (_, __, response) =>
      Object.fromEntries(dimensions.map(([name, one]) => [name, stepCost(name, part(one), response)]));
  }
  const perToken = (key: string, other: string) => (num(price[key]) ?? num(price[other]) ?? 0) / 1_000_000;
  return ({ input, cached, written, output, reasoning }, failed) => {
    const read = cached ?? 0;
    const thought = reasoning ?? 0;
    const refused = failed && input === null && output === null;
    const times = (tokens: number | null, rate: number) =>
      refused || tokens === null ? null : tokens * rate;
    const fresh = input === null ? null : Math.max(0, input - read - written);
    // A provider that counts more reasoning than output counts it separately.
    const said = output === null || thought > output ? output : output - thought;
    return {
      'Input tokens': times(fresh, perToken('input', 'input')),
      'Input tokens read from the cache': times(read, perToken('cachedInput', 'input')),
      'Input tokens written to the cache': times(written, perToken('cacheWrite', 'input')),
      'Output tokens': times(said, perToken('output', 'output')),
      'Reasoning tokens': times(thought, perToken('reasoning', 'output')),
      Requests: times(1, num(price['request']) ?? 0),
    };
  };
}
