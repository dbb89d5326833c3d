import { type EndpointConfigBase, simulatedScenario } from '../../core/plan/endpointConfig.ts';
import { isServiceAddress } from '../aws/awsConfig.ts';
import type { EndpointKind, EndpointPreset } from '../contract/endpointKind.ts';

/** What a configuration says about its server. Each `kind` below is the kind of that configuration. */
type Server = Pick<EndpointConfigBase, 'provider' | 'baseUrl'> & { region?: string | undefined };

/**
 * The preset whose address the configuration has. In a preset's address, YOUR-REGION matches any AWS
 * region and every other YOUR- matches any name.
 */
export function presetOf(kind: EndpointKind, { baseUrl }: Server): EndpointPreset | undefined {
  const url = URL.parse(baseUrl ?? kind.defaultBaseUrl ?? '');
  return url === null ? undefined : presetsAt(kind, url)[0];
}

/** All presets at the scheme, host and port of an address. */
export function presetsAt({ presets }: EndpointKind, url: URL): EndpointPreset[] {
  return presets.filter(preset => isAt(url, new URL(preset.baseUrl)));
}

/**
 * The base URL that requests go to; "" if the kind has none. It contains YOUR-REGION where only the AWS
 * tools know the region.
 */
export function addressOf(kind: EndpointKind, config: Server): string {
  if (config.baseUrl !== undefined) return config.baseUrl;
  const preset =
    (isReachedWithAws(kind, config) || hasOwnAddress(kind, config)) && namedPresetOf(kind, config);
  const region = config.region || 'YOUR-REGION';
  return preset ? preset.baseUrl.replace('YOUR-REGION', region) : (kind.defaultBaseUrl ?? '');
}

/**
 * The preset that describes the server: by its provider's name, or by its address where the name is the
 * default one.
 */
export function serverOf(kind: EndpointKind, config: Server): EndpointPreset | undefined {
  return knownServerOf(kind, config) ?? namedPresetOf(kind, config);
}

/** The same, but undefined for the default name at an address of no preset: that may be any server. */
export function knownServerOf(kind: EndpointKind, config: Server): EndpointPreset | undefined {
  const isDefault = kind.presets[0]?.provider === config.provider;
  return (isDefault ? undefined : namedPresetOf(kind, config)) ?? presetOf(kind, config);
}

/**
 * For an endpoint that is reached with AWS credentials where there is no key: the environment variable of
 * its bearer token, or null if its service has none. undefined for every other endpoint.
 */
export function bearerVariableOf(kind: EndpointKind, { provider }: Server): string | null | undefined {
  return provider === undefined ? undefined : kind.awsProviders?.[provider];
}

/** Whether AWS credentials are enough where there is no key. */
export function isReachedWithAws(kind: EndpointKind, config: Server): boolean {
  return bearerVariableOf(kind, config) !== undefined;
}

/**
 * The environment variable that the endpoint's key is read from; null = none. It is the one that the
 * configuration names, else the provider's own, but only at the provider's own address: a key must never
 * go to a server it was not issued for.
 */
export function keyVariableOf(
  kind: EndpointKind,
  config: Pick<EndpointConfigBase, 'provider' | 'baseUrl' | 'apiKeyEnv'>,
): string | null {
  if (simulatedScenario(config.baseUrl) !== null) return null;
  if (config.apiKeyEnv !== undefined) return config.apiKeyEnv;
  const token = bearerVariableOf(kind, config);
  if (token !== undefined) return isServiceAddress(config.provider ?? '', config.baseUrl) ? token : null;
  // The default address, and its key, are those of another provider.
  if (config.baseUrl === undefined && hasOwnAddress(kind, config)) return null;
  const preset = presetOf(kind, config);
  // YOUR-RESOURCE matches every customer's resource, but a key belongs to one of them.
  return preset === undefined || preset.baseUrl.includes('YOUR-RESOURCE') ? null : preset.apiKeyEnv;
}

/**
 * Whether requests go to the provider itself, and not to one of its customers: a key that is sent there
 * reaches only the company that issued it.
 */
export function isProvidersOwn(kind: EndpointKind, config: Server): boolean {
  if (isReachedWithAws(kind, config)) return isServiceAddress(config.provider ?? '', config.baseUrl);
  const own = presetOf(kind, config)?.baseUrl.replace('YOUR-REGION', '') ?? '';
  return own.startsWith('https:') && !own.includes('YOUR-');
}

/**
 * Whether an endpoint as written in a plan is known to need a mark on what it should cache. Servers of unknown
 * addresses, such as vLLM, SGLang and Ollama, cache on their own.
 */
export function takesCachePoints(
  kind: EndpointKind | undefined,
  { provider = kind?.presets[0]?.provider ?? '', baseUrl }: Partial<Server>,
): boolean {
  if (kind?.cachePoints !== 'byServer') return kind?.cachePoints === 'always';
  return knownServerOf(kind, { provider, baseUrl })?.quirks?.caching !== undefined;
}

function hasOwnAddress(kind: EndpointKind, { provider }: Server): boolean {
  return provider !== undefined && kind.ownAddresses?.includes(provider) === true;
}

function namedPresetOf(kind: EndpointKind, { provider: name }: Server): EndpointPreset | undefined {
  return kind.presets.find(({ provider }) => provider === name);
}

function isAt(url: URL, preset: URL): boolean {
  const labels = url.hostname.split('.');
  const wanted = preset.hostname.split('.');
  return (
    url.protocol === preset.protocol &&
    url.port === preset.port &&
    labels.length === wanted.length &&
    wanted.every((label, i) => {
      if (label === 'your-region') return /^[a-z]{2}(-[a-z]+)+-\d+$/.test(labels[i] ?? '');
      return label === labels[i] || label.startsWith('your-');
    })
  );
}
