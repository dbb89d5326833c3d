import * as z from 'zod/mini';
import { commonEndpointFields } from '../../core/plan/endpointConfig.ts';
import { awsFields } from '../aws/awsConfig.ts';
import { bedrockPresets, bedrockToken } from '../aws/bedrockPresets.ts';
import type { EndpointKind } from '../contract/endpointKind.ts';

export const anthropicMessagesConfig = z.strictObject({
  kind: z.literal('anthropic-messages'),
  ...commonEndpointFields,
  ...awsFields,
  provider: z._default(z.enum(['anthropic', 'bedrock', 'bedrock-mantle']), 'anthropic').check(
    z.meta({
      description: 'Who serves the Messages API; "region" and "profile" apply to the two on Amazon Bedrock.',
    }),
  ),
  ttftVisibleTokensOnly: z
    ._default(z.boolean(), true)
    .check(z.meta({ description: 'LLMeter’s TTFT waits for visible text; false counts thinking as well.' })),
});

export type AnthropicMessagesConfig = z.infer<typeof anthropicMessagesConfig>;

export const anthropicMessagesKind: EndpointKind = {
  id: 'anthropic-messages',
  label: 'Anthropic Messages',
  description: 'Claude through Anthropic’s API or Amazon Bedrock, or a server that speaks it',
  defaultBaseUrl: 'https://api.anthropic.com',
  simulatedPath: '',
  apiKeyEnv: 'ANTHROPIC_API_KEY',
  exampleModel: 'claude-sonnet-5-5',
  providers: ['anthropic', 'bedrock', 'bedrock-mantle'],
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
      label: 'Other Anthropic-compatible server',
      provider: 'anthropic',
      baseUrl: 'http://localhost:8000',
      apiKeyEnv: null,
      exampleModel: 'model',
    },
  ],
};
