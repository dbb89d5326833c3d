import * as z from 'zod/mini';
import { type EndpointConfigBase, simulatedScenario } from '../core/plan/endpointConfig.ts';
import { anthropicMessagesConfig, anthropicMessagesKind } from './anthropicMessages/config.ts';
import { isAwsAddress } from './aws/awsConfig.ts';
import { bedrockConverseConfig, bedrockConverseKind } from './bedrockConverse/config.ts';
import { bedrockInvokeConfig, bedrockInvokeKind } from './bedrockInvoke/config.ts';
import type { EndpointKind } from './contract/endpointKind.ts';
import { googleGeminiConfig, googleGeminiKind } from './googleGemini/config.ts';
import { litellmConfig, litellmKind } from './litellm/config.ts';
import { openaiChatConfig, openaiChatKind } from './openaiChat/config.ts';
import { openaiResponsesConfig, openaiResponsesKind } from './openaiResponses/config.ts';
import { sagemakerConfig, sagemakerKind } from './sagemaker/config.ts';
import { vscodeLmConfig, vscodeLmKind } from './vscodeLm/config.ts';

/** The only list of endpoint kinds; `registry.ts` must hold an adapter for each. */
export const endpointKinds: readonly EndpointKind[] = [
  openaiChatKind,
  openaiResponsesKind,
  anthropicMessagesKind,
  bedrockConverseKind,
  bedrockInvokeKind,
  sagemakerKind,
  googleGeminiKind,
  litellmKind,
  vscodeLmKind,
];

export const endpointConfigSchema = z.discriminatedUnion('kind', [
  openaiChatConfig,
  openaiResponsesConfig,
  anthropicMessagesConfig,
  bedrockConverseConfig,
  bedrockInvokeConfig,
  sagemakerConfig,
  googleGeminiConfig,
  litellmConfig,
  vscodeLmConfig,
]);

/** Whatever the kind, the common options can be asked for; those that it lacks are undefined. */
export type EndpointConfig = z.infer<typeof endpointConfigSchema> & {
  [K in keyof EndpointConfigBase]: EndpointConfigBase[K];
};
/** The same before defaults are filled in, as people write it. */
export type EndpointConfigInput = z.input<typeof endpointConfigSchema>;
export type EndpointKindId = EndpointConfig['kind'];

export function kindOf(id: string): EndpointKind | undefined {
  return endpointKinds.find(kind => kind.id === id);
}

/** Clients that ask these endpoints unless somebody wants more; undefined = any number. */
export function usualClientsOf(...configs: Pick<EndpointConfig, 'kind'>[]): number | undefined {
  const usual = configs.flatMap(({ kind }) => kindOf(kind)?.usualClients ?? []);
  return usual.length === 0 ? undefined : Math.min(...usual);
}

/**
 * The preset that the endpoint's address belongs to. YOUR-REGION in a preset's address stands for any
 * AWS region, every other YOUR- for any name.
 */
export function presetOf({ kind: id, baseUrl }: Pick<EndpointConfig, 'kind' | 'baseUrl'>) {
  const kind = kindOf(id);
  const url = URL.parse(baseUrl ?? kind?.defaultBaseUrl ?? '');
  return url === null ? undefined : kind?.presets.find(preset => isAt(url, new URL(preset.baseUrl)));
}

/**
 * The base URL that requests of the endpoint go to; "" = it has none. YOUR-REGION stands in it where only
 * the AWS tools know the region.
 */
export function addressOf(config: EndpointConfig): string {
  if ('baseUrl' in config && config.baseUrl !== undefined) return config.baseUrl;
  const preset = isReachedWithAws(config) && namedPresetOf(config);
  const region = ('region' in config && config.region) || 'YOUR-REGION';
  return preset ? preset.baseUrl.replace('YOUR-REGION', region) : (kindOf(config.kind)?.defaultBaseUrl ?? '');
}

/**
 * What is known of the endpoint's server: by the name that was given to its provider, or by its address
 * where that is the usual name, which is also the default.
 */
export function serverOf(config: EndpointConfig) {
  return knownServerOf(config) ?? namedPresetOf(config);
}

/** The same, but undefined for the usual name at an address of no preset's: that may be any server. */
export function knownServerOf(config: EndpointConfig) {
  const usual = kindOf(config.kind)?.presets[0]?.provider === config.provider;
  return (usual ? undefined : namedPresetOf(config)) ?? presetOf(config);
}

function namedPresetOf({ kind, provider: name }: Pick<EndpointConfig, 'kind' | 'provider'>) {
  return kindOf(kind)?.presets.find(({ provider }) => provider === name);
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

/**
 * The variable of the bearer token of an endpoint that is reached with AWS credentials where there is no
 * key; null = its service knows none, undefined = it is not reached so.
 */
export function bearerVariableOf({
  kind,
  provider,
}: Pick<EndpointConfig, 'kind' | 'provider'>): string | null | undefined {
  return kindOf(kind)?.awsProviders?.[provider];
}

/** Whether AWS credentials will do where there is no key. */
export function isReachedWithAws(config: Pick<EndpointConfig, 'kind' | 'provider'>): boolean {
  return bearerVariableOf(config) !== undefined;
}

/**
 * The environment variable that the endpoint's key is read from: the one it names, else the provider's
 * own one, but that only at the provider's own address: a key never goes to a server it was not meant
 * for. null = none.
 */
export function keyVariableOf(config: EndpointConfig): string | null {
  if (simulatedScenario(config.baseUrl) !== null) return null;
  if (config.apiKeyEnv !== undefined) return config.apiKeyEnv;
  const token = bearerVariableOf(config);
  if (token !== undefined) return isAwsAddress(config.baseUrl) ? token : null;
  const preset = presetOf(config);
  // Anybody can have a resource of that name; a key is for one of them.
  return preset === undefined || preset.baseUrl.includes('YOUR-RESOURCE') ? null : preset.apiKeyEnv;
}
