import assert from 'node:assert/strict';
import { findApiKey } from '../../../src/cli/plan/apiKey.ts';
import type { EndpointConfig } from '../../../src/endpoints/kinds.ts';

const openai: EndpointConfig = { kind: 'openai-chat', model: 'm', stream: true, provider: 'openai' };
const anthropic: EndpointConfig = {
  kind: 'anthropic-messages',
  model: 'm',
  stream: true,
  provider: 'anthropic',
  ttftVisibleTokensOnly: true,
};

describe('API key', () => {
  it('comes from the variable the endpoint names, else the address, else the kind', () => {
    const env = { MINE: 'a', OPENAI_API_KEY: 'b', OPENROUTER_API_KEY: 'c', ANTHROPIC_API_KEY: 'd' };
    const keys = [
      { ...openai, apiKeyEnv: 'MINE' },
      openai,
      { ...openai, baseUrl: 'https://openrouter.ai/api/v1/' },
      { ...openai, baseUrl: 'http://localhost:9999/v1' },
      anthropic,
    ].map(endpoint => findApiKey(endpoint, env));
    assert.deepEqual(keys, [
      { value: 'a', variable: 'MINE' },
      { value: 'b', variable: 'OPENAI_API_KEY' },
      { value: 'c', variable: 'OPENROUTER_API_KEY' },
      { value: 'b', variable: 'OPENAI_API_KEY' },
      { value: 'd', variable: 'ANTHROPIC_API_KEY' },
    ]);
  });

  it('is never given to the built-in simulator', () => {
    const endpoint = { ...openai, baseUrl: 'simulated:steady', apiKeyEnv: 'MINE' };
    assert.deepEqual(findApiKey(endpoint, { MINE: 'a' }), { value: null, variable: 'MINE' });
  });

  it('is not demanded by this machine, a private network or bare HTTP', () => {
    for (const baseUrl of [
      'http://localhost:8000/v1',
      'http://gpu.example.com:8000/v1',
      'https://127.0.0.1/v1',
      'https://[::1]:8443/v1',
      'https://10.0.0.7/v1',
      'https://gpu-box/v1',
      'https://llm.corp.internal/v1',
    ]) {
      assert.deepEqual(findApiKey({ ...openai, baseUrl }, {}), { value: null, variable: 'OPENAI_API_KEY' });
    }
  });

  it('is missed with the name of its variable', () => {
    assert.throws(() => findApiKey(openai, { OPENAI_API_KEY: '' }), {
      name: 'UserError',
      message:
        'No API key for api.openai.com: set the environment variable OPENAI_API_KEY, or name the one that holds the key with --api-key-env.',
    });
    assert.throws(() => findApiKey({ ...openai, baseUrl: 'http://localhost/v1', apiKeyEnv: 'MINE' }, {}), {
      name: 'UserError',
      message:
        'The environment variable MINE is not set. Put the API key in it, or name another one with --api-key-env.',
    });
  });
});
