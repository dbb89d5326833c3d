import * as z from 'zod/mini';
import { commonEndpointFields } from '../../core/plan/endpointConfig.ts';
import { awsFields } from '../aws/awsConfig.ts';
import { bedrockToken } from '../aws/bedrockPresets.ts';
import type { EndpointKind } from '../contract/endpointKind.ts';
import { openaiAddressVariables } from '../openai/addressVariables.ts';
import { openaiChatPresets } from './presets.ts';

export const openaiChatConfig = z.strictObject({
  kind: z.literal('openai-chat'),
  ...commonEndpointFields,
  ...awsFields,
  provider: z._default(z.string(), 'openai').check(
    z.meta({
      description:
        'Provider name written to result files, e.g. openai, azure, vllm. Without an API key, requests to "bedrock" and "bedrock-mantle" are signed with AWS credentials.',
    }),
  ),
  apiVersion: z.optional(
    z
      .string()
      .check(
        z.meta({ description: 'Azure OpenAI api-version, e.g. 2024-10-21; turns on Azure addressing.' }),
      ),
  ),
  tokenLimit: z.optional(
    z.enum(['max_tokens', 'max_completion_tokens']).check(
      z.meta({
        description: 'Name of the token limit in requests; default: the one the server expects.',
      }),
    ),
  ),
  askUsage: z.optional(
    z.boolean().check(
      z.meta({
        description:
          'Ask for the token usage of streams (stream_options); false for servers that reject the option.',
      }),
    ),
  ),
});

export type OpenAIChatConfig = z.infer<typeof openaiChatConfig>;

export const openaiChatKind: EndpointKind = {
  id: 'openai-chat',
  label: 'OpenAI Chat Completions',
  description:
    'OpenAI, Azure, Groq, Mistral, vLLM, Ollama, LM Studio, llama.cpp, OpenRouter and anything compatible',
  defaultBaseUrl: 'https://api.openai.com/v1',
  cachePoints: 'byServer',
  simulatedPath: '/v1',
  apiKeyEnv: 'OPENAI_API_KEY',
  exampleModel: 'gpt-4.1-mini',
  providers: [],
  awsProviders: { bedrock: bedrockToken, 'bedrock-mantle': bedrockToken },
  addressVariables: openaiAddressVariables,
  presets: openaiChatPresets,
};
