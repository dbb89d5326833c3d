import * as z from 'zod/mini';
import { commonEndpointFields } from '../../core/plan/endpointConfig.ts';
import { awsFields } from '../aws/awsConfig.ts';
import { bedrockPresets, bedrockToken } from '../aws/bedrockPresets.ts';
import type { EndpointKind } from '../contract/endpointKind.ts';

export const anthropicMessagesConfig = z.strictObject({
  kind: z.literal('anthropic-messages'),
  ...commonEndpointFields,
  ...awsFields,
  provider: z
    ._default(z.enum(['anthropic', 'bedrock', 'bedrock-mantle', 'vertex', 'foundry']), 'anthropic')
    .check(
      z.meta({
        description:
          'Who serves the Messages API: Anthropic, Amazon Bedrock (with "region" and "profile"), Google Cloud (vertex, with "region" and "project") or Microsoft Foundry.',
      }),
    ),
  project: z.optional(
    z.string().check(
      z.minLength(1),
      z.meta({
        description:
          'Project of Google Cloud, for the provider "vertex"; default: ANTHROPIC_VERTEX_PROJECT_ID, or that of the credentials.',
      }),
    ),
  ),
  ttftVisibleTokensOnly: z
    ._default(z.boolean(), true)
    .check(z.meta({ description: 'LLMeter’s TTFT waits for visible text; false counts thinking as well.' })),
});

export type AnthropicMessagesConfig = z.infer<typeof anthropicMessagesConfig>;

export const anthropicMessagesKind: EndpointKind = {
  id: 'anthropic-messages',
  label: 'Anthropic Messages',
  description:
    'Claude through Anthropic’s API, Amazon Bedrock, Google Cloud or Microsoft Foundry, or a server that speaks it',
  defaultBaseUrl: 'https://api.anthropic.com',
  cachePoints: 'always',
  simulatedPath: '',
  apiKeyEnv: 'ANTHROPIC_API_KEY',
  exampleModel: 'claude-sonnet-5-5',
  providers: ['anthropic', 'bedrock', 'bedrock-mantle', 'vertex', 'foundry'],
  ownAddresses: ['vertex', 'foundry'],
  awsProviders: { bedrock: bedrockToken, 'bedrock-mantle': bedrockToken },
  addressVariables: [
    { name: 'ANTHROPIC_BASE_URL', keys: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'] },
    { name: 'ANTHROPIC_BEDROCK_BASE_URL', providers: ['bedrock'], keys: [bedrockToken] },
    { name: 'ANTHROPIC_BEDROCK_MANTLE_BASE_URL', providers: ['bedrock-mantle'], keys: [bedrockToken] },
  ],
  presets: [
    {
      label: 'Anthropic',
      provider: 'anthropic',
      baseUrl: 'https://api.anthropic.com',
      apiKeyEnv: 'ANTHROPIC_API_KEY',
      bearerEnv: 'ANTHROPIC_AUTH_TOKEN',
      exampleModel: 'claude-sonnet-5-5',
    },
    ...bedrockPresets('us.anthropic.claude-sonnet-4-5-20250929-v1:0').map(preset => ({
      ...preset,
      label: `Claude on ${preset.label}`,
    })),
    {
      label: 'Claude on Bedrock Mantle',
      provider: 'bedrock-mantle',
      baseUrl: 'https://bedrock-mantle.YOUR-REGION.api.aws/anthropic',
      apiKeyEnv: bedrockToken,
      exampleModel: 'anthropic.claude-opus-4-7',
    },
    {
      label: 'Claude on Google Cloud (Vertex AI)',
      provider: 'vertex',
      baseUrl: 'https://YOUR-REGION-aiplatform.googleapis.com/v1',
      apiKeyEnv: null,
      exampleModel: 'claude-sonnet-4-5@20250929',
    },
    {
      label: 'Claude in Microsoft Foundry',
      provider: 'foundry',
      baseUrl: 'https://YOUR-RESOURCE.services.ai.azure.com/anthropic',
      apiKeyEnv: 'ANTHROPIC_FOUNDRY_API_KEY',
      exampleModel: 'claude-sonnet-4-5',
    },
    {
      label: 'Other Anthropic-compatible server',
      provider: 'anthropic',
      baseUrl: 'http://localhost:8000',
      apiKeyEnv: null,
      exampleModel: 'model',
    },
  ],
};
