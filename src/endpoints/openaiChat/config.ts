import * as z from 'zod/mini';
import { commonEndpointFields } from '../../core/endpointConfig.ts';
import type { EndpointKind } from '../kinds.ts';

export const openaiChatConfig = z.strictObject({
  kind: z.literal('openai-chat'),
  ...commonEndpointFields,
  provider: z
    ._default(z.string(), 'openai')
    .check(z.meta({ description: 'Provider name written to result files, e.g. openai, azure, vllm.' })),
  apiVersion: z.optional(
    z
      .string()
      .check(
        z.meta({ description: 'Azure OpenAI api-version, e.g. 2024-10-21; turns on Azure addressing.' }),
      ),
  ),
});

export type OpenAIChatConfig = z.infer<typeof openaiChatConfig>;

export const openaiChatKind: EndpointKind = {
  id: 'openai-chat',
  label: 'OpenAI Chat Completions',
  description:
    'OpenAI, Azure, vLLM, Ollama, LM Studio, llama.cpp, LiteLLM, OpenRouter and anything compatible',
  defaultBaseUrl: 'https://api.openai.com/v1',
  simulatedPath: '/v1',
  apiKeyEnv: 'OPENAI_API_KEY',
  exampleModel: 'gpt-4.1-mini',
  providers: [],
  presets: [
    {
      label: 'OpenAI',
      provider: 'openai',
      baseUrl: 'https://api.openai.com/v1',
      apiKeyEnv: 'OPENAI_API_KEY',
      exampleModel: 'gpt-4.1-mini',
    },
    {
      label: 'Ollama',
      provider: 'ollama',
      baseUrl: 'http://localhost:11434/v1',
      apiKeyEnv: null,
      exampleModel: 'llama3.2',
    },
    {
      label: 'vLLM',
      provider: 'vllm',
      baseUrl: 'http://localhost:8000/v1',
      apiKeyEnv: null,
      exampleModel: 'Qwen/Qwen3-8B',
    },
    {
      label: 'LM Studio',
      provider: 'lmstudio',
      baseUrl: 'http://localhost:1234/v1',
      apiKeyEnv: null,
      exampleModel: 'qwen3-8b',
    },
    {
      label: 'llama.cpp server',
      provider: 'llamacpp',
      baseUrl: 'http://localhost:8080/v1',
      apiKeyEnv: null,
      exampleModel: 'default',
    },
    {
      label: 'LiteLLM proxy',
      provider: 'litellm',
      baseUrl: 'http://localhost:4000/v1',
      apiKeyEnv: 'LITELLM_API_KEY',
      exampleModel: 'openai/gpt-4.1-mini',
    },
    {
      label: 'OpenRouter',
      provider: 'openrouter',
      baseUrl: 'https://openrouter.ai/api/v1',
      apiKeyEnv: 'OPENROUTER_API_KEY',
      exampleModel: 'openai/gpt-4.1-mini',
    },
    {
      label: 'Azure OpenAI',
      provider: 'azure',
      baseUrl: 'https://YOUR-RESOURCE.openai.azure.com',
      apiKeyEnv: 'AZURE_OPENAI_API_KEY',
      exampleModel: 'your-deployment',
    },
    {
      label: 'Other OpenAI-compatible server',
      provider: 'openai-compatible',
      baseUrl: 'http://localhost:8000/v1',
      apiKeyEnv: null,
      exampleModel: 'model',
    },
  ],
};
