import { UserError } from '../../core/base/errors.ts';
import type { AddressVariable } from '../../endpoints/contract/endpointKind.ts';
import { type EndpointConfig, kindOf } from '../../endpoints/kinds.ts';
import { readAddress } from '../../endpoints/shared/baseAddress.ts';
import { isReachedWithAws } from '../../endpoints/shared/servers.ts';
import type { Secrets } from '../../protocol/start.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** An endpoint whose address may come from the environment. */
export interface Addressed {
  endpoint: EndpointConfig;
  /** The variable that its base URL comes from; null = from the configuration, or the usual one. */
  baseUrlFrom: string | null;
}

/**
 * The endpoint at the address that the user's environment names, as the vendors' SDKs read it, if the
 * configuration names none. The key is then the one that belongs to that variable. A key that was saved for
 * another address keeps its address. Throws UserError for an address that cannot be used.
 */
export function withEnvironmentAddress(
  endpoint: EndpointConfig,
  { apiKey, aws, boundTo }: Secrets,
  environment: Environment,
): Addressed {
  const variable = boundTo === undefined ? addressVariable(endpoint, environment) : undefined;
  if (variable === undefined) return { endpoint: atNamedProvider(endpoint), baseUrlFrom: null };
  const { name, version, keys } = variable;
  const kind = kindOf(endpoint.kind);
  const read = readAddress(kind, { ...endpoint, baseUrl: environment[name] ?? '' }, name);
  if ('problem' in read) throw new UserError(read.problem);
  const baseUrl = version === undefined || /\/v\d/.test(read.baseUrl) ? read.baseUrl : read.baseUrl + version;
  const usesProfile = aws !== undefined || ('profile' in endpoint && endpoint.profile !== undefined);
  const key = keys.find(name => {
    const value = environment[name]?.trim();
    return value && (apiKey === undefined || apiKey === value);
  });
  const named = endpoint.apiKeyEnv !== undefined || usesProfile || key === undefined;
  return {
    endpoint: { ...endpoint, ...read, baseUrl, ...(!named && { apiKeyEnv: key }) },
    baseUrlFrom: name,
  };
}

/**
 * The endpoint at the address of the provider that it names. Without it, requests to a named provider would
 * go to the usual address of the kind. Throws UserError where only the customer knows the address.
 */
function atNamedProvider(endpoint: EndpointConfig): EndpointConfig {
  const kind = kindOf(endpoint.kind);
  const { provider, baseUrl } = endpoint;
  const [usual] = kind.presets;
  if (baseUrl !== undefined || provider === undefined || provider === usual?.provider) return endpoint;
  if (isReachedWithAws(kind, endpoint) || kind.ownAddresses?.includes(provider)) return endpoint;
  const preset = kind.presets.find(preset => preset.provider === provider);
  if (preset === undefined) return endpoint;
  if (preset.baseUrl.includes('YOUR-')) {
    throw new UserError(
      `Give the address of your ${preset.label} with "baseUrl" (--base-url), such as ${preset.baseUrl}.`,
    );
  }
  return { ...endpoint, baseUrl: preset.baseUrl };
}

/** The variable that is set and applies. Throws UserError for one that the SDKs do not read any more. */
function addressVariable(endpoint: EndpointConfig, environment: Environment): AddressVariable | undefined {
  if (endpoint.baseUrl !== undefined) return undefined;
  const kind = kindOf(endpoint.kind);
  const isAzure = 'apiVersion' in endpoint && endpoint.apiVersion !== undefined;
  const found = (kind.addressVariables ?? []).find(({ name, providers, azure = false }) => {
    if (!environment[name]?.trim() || azure !== isAzure) return false;
    if (name.startsWith('AWS_ENDPOINT_URL') && ignoresEndpoints(environment)) return false;
    return providers?.includes(endpoint.provider ?? '') ?? !isReachedWithAws(kind, endpoint);
  });
  if (found?.replacedBy === undefined) return found;
  throw new UserError(
    `${found.name} is set, but the SDKs of today read ${found.replacedBy}: set that, or give the address with "baseUrl" (--base-url). To use the usual address, give ${kind.defaultBaseUrl}.`,
  );
}

/** The AWS SDKs' own switch. */
function ignoresEndpoints({ AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: ignore }: Environment): boolean {
  return ignore?.trim().toLowerCase() === 'true';
}
