import type { JsonObject } from '../../core/base/jsonValue.ts';

/** What `llmeter run --demo` and `npm start` run: no key, no network, a load that is worth looking at. */
export const demoPlan: JsonObject = {
  description: 'The built-in simulated endpoint.',
  endpoint: { kind: 'openai-chat', model: 'simulated-model', baseUrl: 'simulated:' },
  prompt: [
    'Explain in a few sentences why the sky is blue.',
    'Write a haiku about patience.',
    'What is the difference between latency and throughput?',
  ],
  maxTokens: 256,
  clients: 10,
  requests: 20,
  warmup: 1,
};
