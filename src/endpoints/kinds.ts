import * as z from 'zod/mini';
import type { JsonObject } from '../core/base/jsonValue.ts';
import type { EndpointConfigBase } from '../core/plan/endpointConfig.ts';
import { anthropicMessagesConfig, anthropicMessagesKind } from './anthropicMessages/config.ts';
import { bedrockConverseConfig, bedrockConverseKind } from './bedrockConverse/config.ts';
import { bedrockInvokeConfig, bedrockInvokeKind } from './bedrockInvoke/config.ts';
import type { EndpointKind } from './contract/endpointKind.ts';
import { googleGeminiConfig, googleGeminiKind } from './googleGemini/config.ts';
import { asText } from './http/jsonAccess.ts';
import { litellmConfig, litellmKind } from './litellm/config.ts';
import { openaiChatConfig, openaiChatKind } from './openaiChat/config.ts';
import { openaiResponsesConfig, openaiResponsesKind } from './openaiResponses/config.ts';
import { sagemakerConfig, sagemakerKind } from './sagemaker/config.ts';
import { readAddress } from './shared/baseAddress.ts';
import { takesCachePoints } from './shared/servers.ts';
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

const anyConfig = z.discriminatedUnion('kind', [
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

/** A checked configuration has its base URL in the form that requests are built from. */
export const endpointConfigSchema = anyConfig.check(checked => {
  const { kind, ...config }: EndpointConfig = checked.value;
  const { baseUrl } = config;
  // Zod runs this even after a malformed field, which is reported already.
  if (baseUrl === undefined || checked.issues.length > 0) return;
  const read = readAddress(kindOf(kind), { ...config, baseUrl });
  if ('problem' in read) {
    checked.issues.push({ code: 'custom', path: ['baseUrl'], message: read.problem, input: baseUrl });
  } else {
    checked.value = { ...checked.value, ...read };
  }
});

/** The common options can be read whatever the kind; those that it lacks are undefined. */
export type EndpointConfig = z.infer<typeof anyConfig> & {
  [K in keyof EndpointConfigBase]: EndpointConfigBase[K];
};
/** The same before defaults are filled in, as users write it. */
export type EndpointConfigInput = z.input<typeof anyConfig>;
export type EndpointKindId = EndpointConfig['kind'];

/** undefined for an unknown id, e.g. from a file of a later version. */
export function kindOf(id: EndpointKindId): EndpointKind;
export function kindOf(id: string): EndpointKind | undefined;
export function kindOf(id: string): EndpointKind | undefined {
  return endpointKinds.find(kind => kind.id === id);
}

/** Default number of clients for a run over all of these endpoints; undefined = no recommendation. */
export function usualClientsOf(...configs: Pick<EndpointConfig, 'kind'>[]): number | undefined {
  const usual = configs.flatMap(({ kind }) => kindOf(kind).usualClients ?? []);
  return usual.length === 0 ? undefined : Math.min(...usual);
}

/** The same as `takesCachePoints`, of an endpoint as written in a plan, which is not checked yet. */
export function takesCachePointsInPlan({ kind, provider, baseUrl }: JsonObject): boolean {
  const written = { provider: asText(provider), baseUrl: asText(baseUrl) };
  return takesCachePoints(kindOf(asText(kind) ?? openaiChatKind.id), written);
}
