import assert from 'node:assert/strict';
import { measure, simulated, startOf, withEngine } from './support/engine.ts';

const long = 'The quick brown fox jumps over the lazy dog. '.repeat(30);

describe('the cache buster, against a server with a prompt cache', () => {
  const cachedTokens = (scenario: string, callbacks: object[]) =>
    withEngine(async (engine, folder) => {
      const plan = { endpoint: simulated(scenario), prompt: long, system: long, requests: 4, callbacks };
      const { diagnostics } = await measure(engine, 'run', startOf(folder, plan));
      const { severity, message = '' } = diagnostics.find(({ id }) => id === 'cached-prompts') ?? {};
      return { severity, although: message.includes('although') };
    });

  it('keeps every prompt out of it, whatever it begins with', async () => {
    const plain = await cachedTokens('cache', []);
    assert.deepEqual([plain.severity, plain.although], ['info', false]);
    const { severity } = await cachedTokens('cache', [{ cacheBuster: true }]);
    assert.equal(severity, undefined);
    const promptOnly = await cachedTokens('cache', [{ cacheBuster: { target: 'prompt' } }]);
    assert.equal(promptOnly.severity, 'warning', 'the system prompt before it stays in the cache');
  });

  it('does not hide that a server cached all the same', async () => {
    const { severity, although } = await cachedTokens('cached', [{ cacheBuster: true }]);
    assert.deepEqual([severity, although], ['warning', true]);
  });
});
