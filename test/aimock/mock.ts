import { LLMock } from '@copilotkit/aimock';

export const answer = 'The quick brown fox jumps over the lazy dog, twice a day.';
/** aimock cuts its answers into pieces of this many characters. */
export const chunkSize = 6;
export const chunks = Math.ceil(answer.length / chunkSize);
/** Milliseconds to the first event, and events per second. */
export const timing = { ttft: 60, tps: 100 };
export const key = 'sk-aimock-0123456789';

/** aimock, a server that none of us wrote, with one fixture for each prompt that the tests send. */
export async function startMock(): Promise<LLMock> {
  const mock = new LLMock({ port: 0, logLevel: 'silent', chunkSize, auth: { apiKeys: [key] } });
  const usage = { prompt_tokens: 12, completion_tokens: 14, input_tokens: 12, output_tokens: 14 };
  const paced = { streamingProfile: timing };
  const text = { content: answer, usage };
  mock.on({ userMessage: 'plain' }, text, paced);
  mock.on({ userMessage: 'think' }, { ...text, reasoning: 'Let me think about it.' }, paced);
  mock.on({ userMessage: 'tool' }, { toolCalls: [{ name: 'f', arguments: '{"city":"Ulm"}' }], usage }, paced);
  mock.on({ userMessage: 'unicode' }, { content: 'Grüße, 世界 🚀🇩🇪!', usage }, { chunkSize: 2 });
  mock.on({ userMessage: 'cut' }, text, { ...paced, truncateAfterChunks: 6 });
  // Slow enough that some of the answer, and not all of it, is out in every API.
  const slow = { streamingProfile: { ...timing, tps: 50 } };
  mock.on({ userMessage: 'disconnect' }, text, { ...slow, disconnectAfterMs: timing.ttft + 140 });
  mock.on({ userMessage: 'gone' }, text, { chaos: { disconnectRate: 1 } });
  mock.on({ userMessage: 'malformed' }, text, { chaos: { malformedRate: 1 } });
  mock.on({ userMessage: 'limited' }, text, { chaos: { rateLimitRate: 1 } });
  mock.on({ userMessage: 'late' }, text, { chaos: { latencyMs: 5000 } });
  for (const status of [400, 401, 403, 500, 503, 529]) {
    const error = { message: `Scripted ${status}`, type: 'scripted_error' };
    mock.on({ userMessage: `refuse ${status}` }, { error, status });
  }
  await mock.start();
  return mock;
}
