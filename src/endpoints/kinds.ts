import * as z from 'zod/mini';
import { anthropicMessagesConfig, anthropicMessagesKind } from './anthropicMessages/config.ts';
import { bedrockConverseConfig, bedrockConverseKind } from './bedrockConverse/config.ts';
import { bedrockInvokeConfig, bedrockInvokeKind } from './bedrockInvoke/config.ts';
import { googleGeminiConfig, googleGeminiKind } from './googleGemini/config.ts';
import { litellmConfig, litellmKind } from './litellm/config.ts';
import { openaiChatConfig, openaiChatKind } from './openaiChat/config.ts';
import { openaiResponsesConfig, openaiResponsesKind } from './openaiResponses/config.ts';

/** What the pickers, the command line and the docs need to know of an endpoint kind. No code runs here. */
export interface EndpointKind {
  id: string;
  label: string;
  description: string;
  defaultBaseUrl: string;
  /** What follows the simulator's address (and scenario) in a base URL of this kind. */
  simulatedPath: string;
  /** Variable read when the configuration names none. */
  apiKeyEnv: string;
  exampleModel: string;
  /** Accepted `provider` values; empty = free text. */
  providers: readonly string[];
  /**
   * Providers that are reached with AWS credentials where there is no key, with the variable of the
   * service's bearer token; null where it knows none.
   */
  awsProviders?: Readonly<Record<string, string | null>>;
  presets: readonly EndpointPreset[];
}

export interface EndpointPreset {
  label: string;
  provider: string;
  baseUrl: string;
  /** null = such a server usually wants no key. */
  apiKeyEnv: string | null;
  exampleModel: string;
}

/** The only list of endpoint kinds; `registry.ts` must hold an adapter for each. */
export const endpointKinds: readonly EndpointKind[] = [
  openaiChatKind,
  openaiResponsesKind,
  anthropicMessagesKind,
  bedrockConverseKind,
  bedrockInvokeKind,
  googleGeminiKind,
  litellmKind,
];

export const endpointConfigSchema = z.discriminatedUnion('kind', [
  openaiChatConfig,
  openaiResponsesConfig,
  anthropicMessagesConfig,
  bedrockConverseConfig,
  bedrockInvokeConfig,
  googleGeminiConfig,
  litellmConfig,
]);

export type EndpointConfig = z.infer<typeof endpointConfigSchema>;
/** The same before defaults are filled in, as people write it. */
export type EndpointConfigInput = z.input<typeof endpointConfigSchema>;
export type EndpointKindId = EndpointConfig['kind'];

export function kindOf(id: string): EndpointKind | undefined {
  return endpointKinds.find(kind => kind.id === id);
}
