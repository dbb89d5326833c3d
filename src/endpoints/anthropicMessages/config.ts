import * as z from 'zod/mini';
import { commonEndpointFields } from '../../core/endpointConfig.ts';
import type { EndpointKind } from '../kinds.ts';

export const anthropicMessagesConfig = z.strictObject({
  kind: z.literal('anthropic-messages'),
  ...commonEndpointFields,
  provider: z
    ._default(z.enum(['anthropic']), 'anthropic')
    .check(z.meta({ description: 'Where the Messages API is served from.' })),
  ttftVisibleTokensOnly: z
    ._default(z.boolean(), true)
    .check(z.meta({ description: 'LLMeter’s TTFT waits for visible text; false counts thinking as well.' })),
});

export type AnthropicMessagesConfig = z.infer<typeof anthropicMessagesConfig>;

export const anthropicMessagesKind: EndpointKind = {
  id: 'anthropic-messages',
  label: 'Anthropic Messages',
  description: 'Claude through Anthropic’s API, or a server that speaks it',
  defaultBaseUrl: 'https://api.anthropic.com',
  simulatedPath: '',
  apiKeyEnv: 'ANTHROPIC_API_KEY',
  exampleModel: 'claude-sonnet-5-5',
  providers: ['anthropic'],
  presets: [
    {
      label: 'Anthropic',
      provider: 'anthropic',
      baseUrl: 'https://api.anthropic.com',
      apiKeyEnv: 'ANTHROPIC_API_KEY',
      exampleModel: 'claude-sonnet-5-5',
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
