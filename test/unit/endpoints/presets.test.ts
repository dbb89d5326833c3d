import assert from 'node:assert/strict';
import { type EndpointConfig, endpointConfigSchema, endpointKinds } from '../../../src/endpoints/kinds.ts';
import { keyVariableOf, presetOf } from '../../../src/endpoints/shared/servers.ts';

const presets = endpointKinds.flatMap(kind => kind.presets.map(preset => ({ kind, preset })));

function configOf(kind: string, config: object = {}): EndpointConfig {
  return endpointConfigSchema.parse({ kind, model: 'm', ...config });
}

describe('presets', () => {
  for (const { kind, preset } of presets) {
    const { label, baseUrl, provider, apiKeyEnv, exampleModel } = preset;

    it(`${kind.id}, ${label}: makes a valid endpoint whose key is found at its own address only`, () => {
      const address = baseUrl.replace('YOUR-REGION', 'eu-central-1').replace(/YOUR-[A-Z]+/, 'mine');
      const config = configOf(kind.id, { model: exampleModel, provider, baseUrl: address });
      const mine = address.includes('//mine.');
      assert.equal(keyVariableOf(kind, config), mine ? null : apiKeyEnv);
      const elsewhere = address.replace(/^(https?:\/\/[^/:]+)/, '$1.evil.example');
      assert.equal(keyVariableOf(kind, { ...config, baseUrl: elsewhere }), null);
      assert.equal(presetOf(kind, { ...config, baseUrl: elsewhere }), undefined);
    });
  }

  it('have unique labels, and include the kind’s own address and key', () => {
    for (const kind of endpointKinds) {
      const labels = kind.presets.map(({ label }) => label);
      assert.equal(new Set(labels).size, labels.length, kind.id);
      if (!kind.awsProviders) assert.equal(keyVariableOf(kind, configOf(kind.id)), kind.apiKeyEnv, kind.id);
    }
  });

  it('include every provider that the product promises for Chat Completions', () => {
    const providers = presets
      .filter(({ kind }) => kind.id === 'openai-chat')
      .map(({ preset }) => preset.provider);
    const promised = [
      ...[
        'openai',
        'azure',
        'bedrock',
        'bedrock-mantle',
        'ollama',
        'vllm',
        'sglang',
        'tgi',
        'lmstudio',
        'llamacpp',
      ],
      ...['litellm', 'openrouter', 'groq', 'mistral', 'together', 'fireworks', 'deepseek', 'xai'],
    ];
    assert.deepEqual(
      promised.filter(provider => !providers.includes(provider)),
      [],
    );
  });
});
