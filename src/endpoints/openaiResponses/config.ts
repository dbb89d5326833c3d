import * as z from 'zod/mini';
import { commonEndpointFields } from '../../core/plan/endpointConfig.ts';
import { awsFields } from '../aws/awsConfig.ts';
import { bedrockToken } from '../aws/bedrockPresets.ts';
import type { EndpointKind } from '../contract/endpointKind.ts';
import { openaiAddressVariables } from '../openai/addressVariables.ts';

export const openaiResponsesConfig = z.strictObject({
  kind: z.literal('openai-responses'),
  ...commonEndpointFields,
  ...awsFields,
  provider: z._default(z.string(), 'openai').check(
    z.meta({
      description:
        'Provider name written to result files, e.g. openai, azure, vllm. Without an API key, requests to "bedrock" and "bedrock-mantle" are signed with AWS credentials.',
    }),
  ),
  apiVersion: z.optional(
    z.string().check(
      z.meta({
        description: 'Azure OpenAI api-version, e.g. 2025-04-01-preview; turns on Azure addressing.',
      }),
    ),
  ),
  ttftVisibleTokensOnly: z
    ._default(z.boolean(), true)
    .check(z.meta({ description: 'LLMeter’s TTFT waits for visible text; false counts reasoning as well.' })),
});

export type OpenAIResponsesConfig = z.infer<typeof openaiResponsesConfig>;

export const openaiResponsesKind: EndpointKind = {
  id: 'openai-responses',
  label: 'OpenAI Responses',
  description: 'OpenAI’s Responses API: OpenAI, Azure, Bedrock, vLLM and anything compatible',
  defaultBaseUrl: 'https://api.openai.com/v1',
  cachePoints: 'byServer',
  simulatedPath: '/v1',
  apiKeyEnv: 'OPENAI_API_KEY',
  exampleModel: 'gpt-5-mini',
  providers: [],
  awsProviders: { bedrock: bedrockToken, 'bedrock-mantle': bedrockToken },
  addressVariables: openaiAddressVariables,
  presets: [
    {
      label: 'OpenAI',
      provider: 'openai',
      baseUrl: 'https://api.openai.com/v1',
      apiKeyEnv: 'OPENAI_API_KEY',
      exampleModel: 'gpt-5-mini',
      quirks: { caching: 'openai' },
    },
    {
      label: 'Azure OpenAI',
      provider: 'azure',
      baseUrl: 'https://YOUR-RESOURCE.openai.azure.com/openai/v1',
      apiKeyEnv: 'AZURE_OPENAI_API_KEY',
      exampleModel: 'your-deployment',
      quirks: { caching: 'openai' },
    },
    {
      label: 'Amazon Bedrock',
      provider: 'bedrock',
      baseUrl: 'https://bedrock-runtime.YOUR-REGION.amazonaws.com/openai/v1',
      apiKeyEnv: bedrockToken,
      exampleModel: 'openai.gpt-5.4',
    },
    {
      label: 'Amazon Bedrock Mantle',
      provider: 'bedrock-mantle',
      baseUrl: 'https://bedrock-mantle.YOUR-REGION.api.aws/v1',
      apiKeyEnv: bedrockToken,
      exampleModel: 'openai.gpt-oss-120b',
    },
    {
      label: 'vLLM',
      provider: 'vllm',
      baseUrl: 'http://localhost:8000/v1',
      apiKeyEnv: null,
      exampleModel: 'openai/gpt-oss-20b',
    },
    {
      label: 'Other server with the Responses API',
      provider: 'openai-compatible',
      baseUrl: 'http://localhost:8000/v1',
      apiKeyEnv: null,
      exampleModel: 'model',
    },
  ],
};
