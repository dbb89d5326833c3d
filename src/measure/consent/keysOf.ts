import { isThisMachine } from '../../core/base/thisMachine.ts';
import type { MlflowPlan } from '../../core/plan/callbackPlan.ts';
import { simulatedScenario } from '../../core/plan/endpointConfig.ts';
import { type EndpointConfig, kindOf } from '../../endpoints/kinds.ts';
import {
  addressOf,
  bearerVariableOf,
  isProvidersOwn,
  isReachedWithAws,
  keyVariableOf,
} from '../../endpoints/shared/servers.ts';
import type { Secrets } from '../../protocol/start.ts';
import { withEnvironmentAddress } from '../plan/environmentAddress.ts';
import { isReadableOnTheWay } from '../plan/insecureKey.ts';
import type { RunPlan } from '../plan/parsePlan.ts';
import { publicUrl } from '../plan/publicPlan.ts';
import type { Demand } from './demands.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Whose plan it is, and which of its keys the person chose. */
export interface Authorship {
  readonly isOwn: boolean;
  isChosen(key: string): boolean;
}

/** Where the requests of a plan go, and with which key, if that needs consent. */
export function endpointDemands(
  written: EndpointConfig,
  secrets: Secrets,
  environment: Environment,
  { isOwn, isChosen }: Authorship,
): Demand[] {
  const { endpoint: config, baseUrlFrom } = withEnvironmentAddress(written, secrets, environment);
  if (simulatedScenario(config.baseUrl) !== null || isChosen('endpoint')) return [];
  const kind = kindOf(config.kind);
  if (kind.defaultBaseUrl === null) {
    const to = `the model ${config.model} of ${config.provider} in VS Code`;
    return isOwn ? [] : [{ kind: 'address', data: 'the prompts', to }];
  }
  const address = addressOf(kind, config);
  const key = keyOf(config, secrets, environment);
  const isUsual = baseUrlFrom !== null || isProvidersOwn(kind, config);
  const isKnown = isChosen('endpoint.baseUrl') || (isOwn && isUsual);
  if (isKnown && (isOwn || key === null || isChosen('endpoint.apiKeyEnv'))) return [];
  const noted = { data: 'the prompts', to: shownAddress(address), ...notes(config, address, isOwn) };
  if (key !== null) return [{ kind: 'key', key, ...noted }];
  return isKnown || isThisMachine(URL.parse(address)?.hostname ?? '') ? [] : [{ kind: 'address', ...noted }];
}

/** What else a person should know of an address. */
function notes(config: EndpointConfig, address: string, isOwn: boolean): { note?: string } {
  const names = Object.keys(config.headers ?? {});
  const found = [
    ...(isReadableOnTheWay(address) ? ['unencrypted'] : []),
    ...(config.insecure ? ['without checking its certificate'] : []),
    ...(isOwn || names.length === 0 ? [] : [`with the headers ${names.join(', ')}`]),
  ];
  return found.length === 0 ? {} : { note: found.join(', ') };
}

/** The key that requests carry, in words; null = none. */
function keyOf(config: EndpointConfig, { apiKey, aws }: Secrets, environment: Environment): string | null {
  const kind = kindOf(config.kind);
  const variable = keyVariableOf(kind, config);
  const isFromVariable =
    variable !== null && apiKey !== undefined && environment[variable]?.trim() === apiKey.trim();
  if (aws !== undefined || (apiKey !== undefined && !isFromVariable)) return 'the key saved in the editor';
  if (config.apiKeyEnv !== undefined) return `the value of ${config.apiKeyEnv}`;
  if (!isReachedWithAws(kind, config)) {
    return variable === null || !environment[variable]?.trim() ? null : `the value of ${variable}`;
  }
  const profile = 'profile' in config ? config.profile : undefined;
  if (profile !== undefined) return `your AWS profile "${profile}"`;
  const token = bearerVariableOf(kind, config);
  return token && variable === token && environment[token] ? `the value of ${token}` : 'your AWS credentials';
}

/** The callbacks that log to MLflow, and the look-up of prices at AWS. */
export function serviceDemands(plan: RunPlan, environment: Environment, author: Authorship): Demand[] {
  const mlflow = (plan.callbacks ?? []).flatMap(callback => (callback.mlflow ? [callback.mlflow] : []));
  return [
    ...(author.isChosen('callbacks') ? [] : mlflow.flatMap(to => mlflowDemands(to, environment, author))),
    ...(looksUpPrices(plan.cost) && !author.isOwn && !author.isChosen('cost')
      ? [
          {
            ...{ kind: 'key' as const, key: 'your AWS credentials' },
            ...{ data: 'a request for prices', to: 'the AWS price list' },
          },
        ]
      : []),
  ];
}

/** Whether AWS may be asked for prices: for SageMaker, and for dimensions of a cost model without a price. */
export function looksUpPrices(cost: RunPlan['cost']): boolean {
  return cost !== undefined && cost !== false && (cost.sagemaker ?? cost.dims) !== undefined;
}

function mlflowDemands(plan: MlflowPlan, environment: Environment, { isOwn }: Authorship): Demand[] {
  const usual = environment['MLFLOW_TRACKING_URI']?.trim() || undefined;
  const address = plan.trackingUri ?? usual;
  const url = URL.parse(address ?? '');
  if (address === undefined || url === null) return [];
  const isUsual = usual !== undefined && URL.parse(usual)?.origin === url.origin;
  const key = mlflowKey(plan, url, isUsual || usual === undefined, environment);
  if (isUsual && isOwn && plan.tokenEnv === undefined) return [];
  const data = plan.artifacts ? 'all files of the run' : 'the results';
  const to = `${shownAddress(address)} (MLflow)`;
  const note = isReadableOnTheWay(address) ? { note: 'unencrypted' } : {};
  if (key !== null) return [{ kind: 'key', key, data, to, ...note }];
  return isThisMachine(url.hostname) ? [] : [{ kind: 'address', data, to, ...note }];
}

/** What `mlflowAccess` would send, in words. */
function mlflowKey(
  plan: MlflowPlan,
  url: URL,
  usesVariables: boolean,
  environment: Environment,
): string | null {
  if (plan.tokenEnv !== undefined) return `the value of ${plan.tokenEnv}`;
  if (url.password !== '' || !usesVariables) return null;
  const isSet = (name: string) => Boolean(environment[name]?.trim());
  if (isSet('MLFLOW_TRACKING_USERNAME') && isSet('MLFLOW_TRACKING_PASSWORD')) {
    return 'the values of MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD';
  }
  return isSet('MLFLOW_TRACKING_TOKEN') ? 'the value of MLFLOW_TRACKING_TOKEN' : null;
}

/** The address as people compare it: without what is secret in it, and with the port that it hides. */
function shownAddress(address: string): string {
  return publicUrl(address) ?? address;
}
