import assert from 'node:assert/strict';
import type { SecretStorage } from 'vscode';
import { KeyStore } from '../../../src/extension/endpoints/keyStore.ts';
import { checkEndpoint } from '../../../src/extension/endpoints/savedEndpoint.ts';

function secretStorage(): SecretStorage & { values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    values,
    keys: async () => [...values.keys()],
    get: async name => values.get(name),
    store: async (name, value) => void values.set(name, value),
    delete: async name => void values.delete(name),
    onDidChange: () => ({ dispose: () => undefined }),
  };
}

const endpoint = (id: string, baseUrl?: string, apiKeyEnv?: string) => ({
  id,
  config: checkEndpoint({
    kind: 'openai-chat',
    model: 'm',
    ...(baseUrl && { baseUrl }),
    ...(apiKeyEnv && { apiKeyEnv }),
  }),
});

const aws = (id: string, options: object = {}) => ({
  id,
  config: checkEndpoint({
    kind: 'bedrock-converse',
    model: 'm',
    baseUrl: 'https://bedrock-runtime.eu-west-1.amazonaws.com',
    ...options,
  }),
});

describe('API keys', () => {
  it('may be AWS access keys with all their parts', async () => {
    const secrets = secretStorage();
    const keys = new KeyStore(secrets, {});
    const signing = { accessKeyId: 'AKIA', secretAccessKey: 'canary', sessionToken: 'token' };
    await keys.set(aws('1'), { aws: signing });
    const boundTo = 'https://bedrock-runtime.eu-west-1.amazonaws.com';
    assert.deepEqual(await keys.secretsFor(aws('1')), { aws: signing, boundTo });
    const elsewhere = { baseUrl: 'https://bedrock-runtime.us-east-1.amazonaws.com' };
    assert.deepEqual(await keys.secretsFor(aws('1', elsewhere)), {});
    assert.deepEqual((await keys.sources([aws('1', { profile: 'work' })])).get('1'), 'saved');
  });

  it('are bound to endpoint and origin', async () => {
    const keys = new KeyStore(secretStorage(), {});
    await keys.set(endpoint('1', 'https://a.example/v1'), { apiKey: ' key-a ' });
    assert.deepEqual(
      await Promise.all(
        [
          endpoint('1', 'https://a.example/v2'),
          endpoint('1', 'https://b.example/v1'),
          endpoint('1', 'http://a.example/v1'),
          endpoint('1', 'https://a.example:8443/v1'),
          endpoint('2', 'https://a.example/v1'),
        ].map(at => keys.secretsFor(at)),
      ),
      [{ apiKey: 'key-a', boundTo: 'https://a.example' }, {}, {}, {}, {}],
    );
  });

  it('for other origins can be deleted, without those of other endpoints', async () => {
    const secrets = secretStorage();
    const keys = new KeyStore(secrets, {});
    await keys.set(endpoint('1', 'https://a.example'), { apiKey: 'a' });
    await keys.set(endpoint('1', 'https://b.example'), { apiKey: 'b' });
    await keys.set(endpoint('2', 'https://a.example'), { apiKey: 'c' });
    await keys.remove(endpoint('1', 'https://b.example'), 'ofOtherOrigins');
    assert.deepEqual([...secrets.values.values()], ['{"apiKey":"b"}', '{"apiKey":"c"}']);
    await keys.remove(endpoint('1', 'https://b.example'));
    assert.deepEqual([...secrets.values.values()], ['{"apiKey":"c"}']);
  });

  it('are never saved for the simulated endpoint', async () => {
    const secrets = secretStorage();
    await new KeyStore(secrets, {}).set(endpoint('1', 'simulated:'), { apiKey: 'a' });
    assert.equal(secrets.values.size, 0);
  });

  it('are distinguished by where they come from', async () => {
    const keys = new KeyStore(secretStorage(), { OPENAI_API_KEY: 'x', MINE: 'y' });
    const endpoints = [
      endpoint('saved', 'https://a.example'),
      endpoint('provider'),
      endpoint('elsewhere', 'https://b.example'),
      endpoint('named', 'https://b.example', 'MINE'),
      endpoint('unset', 'https://b.example', 'NOT_SET'),
      endpoint('simulated', 'simulated:'),
      aws('profile', { profile: 'work' }),
      aws('machine'),
    ];
    const [first] = endpoints;
    assert.ok(first);
    await keys.set(first, { apiKey: 'k' });
    assert.deepEqual(Object.fromEntries(await keys.sources(endpoints)), {
      saved: 'saved',
      provider: 'variable',
      elsewhere: 'none',
      named: 'variable',
      unset: 'none',
      simulated: 'none',
      profile: 'profile',
      machine: 'machine',
    });
  });
});
