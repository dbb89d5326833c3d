import * as z from 'zod/mini';
import { commonEndpointFields } from '../../core/plan/endpointConfig.ts';
import type { EndpointKind } from '../contract/endpointKind.ts';

export const googleGeminiConfig = z.strictObject({
  kind: z.literal('google-gemini'),
  ...commonEndpointFields,
  provider: z
    ._default(z.string(), 'google')
    .check(z.meta({ description: 'Provider name written to result files.' })),
  ttftVisibleTokensOnly: z
    ._default(z.boolean(), true)
    .check(z.meta({ description: 'LLMeter’s TTFT waits for visible text; false counts thoughts as well.' })),
});

export type GoogleGeminiConfig = z.infer<typeof googleGeminiConfig>;

export const googleGeminiBaseUrl = 'https://generativelanguage.googleapis.com/v1beta';

export const googleGeminiKind: EndpointKind = {
  id: 'google-gemini',
  label: 'Google Gemini',
  description: 'Gemini’s generateContent, by API key: Google AI, Vertex AI in express mode',
  defaultBaseUrl: googleGeminiBaseUrl,
  simulatedPath: '/v1beta',
  apiKeyEnv: 'GEMINI_API_KEY',
  exampleModel: 'gemini-2.5-flash',
  providers: [],
  addressVariables: [{ name: 'GOOGLE_GEMINI_BASE_URL', keys: ['GEMINI_API_KEY'], version: '/v1beta' }],
  presets: [
    {
      label: 'Google AI (Gemini API)',
      provider: 'google',
      baseUrl: googleGeminiBaseUrl,
      apiKeyEnv: 'GEMINI_API_KEY',
      exampleModel: 'gemini-2.5-flash',
    },
    {
      label: 'Google Vertex AI (express mode)',
      provider: 'vertex',
      baseUrl: 'https://aiplatform.googleapis.com/v1/publishers/google',
      apiKeyEnv: 'GOOGLE_API_KEY',
      exampleModel: 'gemini-2.5-flash',
    },
    {
      label: 'Other server with Gemini’s API',
      provider: 'gemini-compatible',
      baseUrl: 'http://localhost:8000/v1beta',
      apiKeyEnv: null,
      exampleModel: 'model',
    },
  ],
};
