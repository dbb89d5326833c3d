import type { JsonObject } from '../../core/base/jsonValue.ts';

/** The plan of `--demo` and `npm start`. It needs neither a key nor a network. */
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
