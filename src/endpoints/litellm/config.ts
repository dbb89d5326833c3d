import * as z from 'zod/mini';
import { commonEndpointFields } from '../../core/plan/endpointConfig.ts';
import type { EndpointKind } from '../contract/endpointKind.ts';

export const litellmConfig = z.strictObject({
  kind: z.literal('litellm'),
  ...commonEndpointFields,
  provider: z._default(z.string(), 'litellm').check(
    z.meta({
      description: 'Provider written to result files if the model name does not begin with one.',
    }),
  ),
  modelId: z.optional(
    z
      .string()
      .check(
        z.meta({ description: 'Model id written to result files; default: the model without its provider.' }),
      ),
  ),
});

export type LiteLLMConfig = z.infer<typeof litellmConfig>;

export const litellmBaseUrl = 'http://localhost:4000/v1';

export const litellmKind: EndpointKind = {
  id: 'litellm',
  label: 'LiteLLM proxy',
  description: 'Any provider behind a LiteLLM proxy, models named provider/model',
  defaultBaseUrl: litellmBaseUrl,
  cachePoints: 'always',
  simulatedPath: '/v1',
  apiKeyEnv: 'LITELLM_API_KEY',
  exampleModel: 'openai/gpt-4.1-mini',
  providers: [],
  presets: [
    {
      label: 'LiteLLM proxy',
      provider: 'litellm',
      baseUrl: litellmBaseUrl,
      apiKeyEnv: 'LITELLM_API_KEY',
      exampleModel: 'openai/gpt-4.1-mini',
    },
  ],
};
