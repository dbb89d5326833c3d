import * as z from 'zod/mini';
import { commonEndpointFields } from '../../core/plan/endpointConfig.ts';
import { awsAddressVariables, awsFields } from '../aws/awsConfig.ts';
import { bedrockPresets, bedrockToken } from '../aws/bedrockPresets.ts';
import type { EndpointKind } from '../contract/endpointKind.ts';

export const bedrockConverseConfig = z.strictObject({
  kind: z.literal('bedrock-converse'),
  ...commonEndpointFields,
  ...awsFields,
  provider: z._default(z.enum(['bedrock']), 'bedrock'),
  inferenceConfig: z.optional(
    z.record(z.string(), z.unknown()).check(
      z.meta({
        description:
          'inferenceConfig of payloads that have none, e.g. {"maxTokens": 256, "temperature": 0.5}.',
      }),
    ),
  ),
  ttftVisibleTokensOnly: z
    ._default(z.boolean(), true)
    .check(z.meta({ description: 'LLMeter’s TTFT waits for visible text; false counts thinking as well.' })),
});

export type BedrockConverseConfig = z.infer<typeof bedrockConverseConfig>;

export const bedrockConverseKind: EndpointKind = {
  id: 'bedrock-converse',
  label: 'Amazon Bedrock Converse',
  description: 'Any chat model on Amazon Bedrock, in one form for all of them',
  defaultBaseUrl: 'https://bedrock-runtime.us-east-1.amazonaws.com',
  cachePoints: 'always',
  simulatedPath: '',
  apiKeyEnv: bedrockToken,
  exampleModel: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  providers: ['bedrock'],
  awsProviders: { bedrock: bedrockToken },
  addressVariables: awsAddressVariables('BEDROCK_RUNTIME', ['bedrock'], [bedrockToken]),
  presets: bedrockPresets('us.anthropic.claude-sonnet-4-5-20250929-v1:0'),
};
