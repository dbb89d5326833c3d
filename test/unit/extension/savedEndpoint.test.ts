import assert from 'node:assert/strict';
import { addressIsOpen, presetGroups } from '../../../src/extension/endpoints/presets.ts';
import {
  checkEndpoint,
  endpointIcon,
  endpointLabel,
  isSimulated,
  needsNoKey,
  originOf,
  placeOf,
  simulatedEndpoint,
} from '../../../src/extension/endpoints/savedEndpoint.ts';

describe('an endpoint configuration', () => {
  it('is refused with a sentence that names the field', () => {
    assert.throws(() => checkEndpoint({ kind: 'openai-chat' }), /`model` is not valid/);
    assert.throws(() => checkEndpoint({ kind: 'nope', model: 'm' }), /`kind` is not valid/);
    assert.throws(
      () => checkEndpoint({ kind: 'openai-chat', model: 'm', baseUrl: 'http://[bad' }),
      /^UserError: "baseUrl" is not a valid URL: check it for typing errors\.$/,
    );
  });

  it('has an origin, apart from the simulated one', () => {
    assert.equal(originOf(checkEndpoint({ kind: 'openai-chat', model: 'm' })), 'https://api.openai.com');
    assert.equal(originOf(checkEndpoint(simulatedEndpoint)), null);
    assert.ok(isSimulated(checkEndpoint(simulatedEndpoint)));
    assert.equal(endpointLabel(checkEndpoint(simulatedEndpoint)), 'Simulated endpoint');
  });

  it('has neither an origin nor a key if it is a model of the editor', () => {
    const model = checkEndpoint({ kind: 'vscode-lm', provider: 'acme', model: 'm' });
    assert.deepEqual(
      [originOf(model), needsNoKey(model), placeOf(model), endpointIcon(model), endpointLabel(model)],
      [null, true, 'acme in VS Code', 'sparkle', 'm'],
    );
    assert.equal(needsNoKey(checkEndpoint({ kind: 'openai-chat', model: 'm' })), false);
    assert.throws(
      () => checkEndpoint({ kind: 'vscode-lm', model: 'm', baseUrl: 'http://x' }),
      /is not valid/,
    );
  });

  it('is on AWS if its provider is, in the region that it names', () => {
    const claude = { kind: 'anthropic-messages', model: 'm' };
    for (const [config, origin, place] of [
      [claude, 'https://api.anthropic.com', 'api.anthropic.com'],
      [
        { ...claude, provider: 'bedrock', region: 'eu-west-1' },
        'https://bedrock-runtime.eu-west-1.amazonaws.com',
        'bedrock-runtime.eu-west-1.amazonaws.com',
      ],
      [
        { ...claude, provider: 'bedrock-mantle' },
        'https://bedrock-mantle.your-region.api.aws',
        'bedrock-mantle.api.aws',
      ],
      [
        { kind: 'openai-chat', model: 'm', provider: 'bedrock-mantle', region: 'eu-west-1' },
        'https://bedrock-mantle.eu-west-1.api.aws',
        'bedrock-mantle.eu-west-1.api.aws',
      ],
      [
        { kind: 'bedrock-converse', model: 'm', region: 'us-west-2' },
        'https://bedrock-runtime.us-west-2.amazonaws.com',
        'bedrock-runtime.us-west-2.amazonaws.com',
      ],
      [
        { kind: 'sagemaker', model: 'm' },
        'https://runtime.sagemaker.your-region.amazonaws.com',
        'runtime.sagemaker.amazonaws.com',
      ],
      [{ ...claude, provider: 'bedrock', baseUrl: 'http://10.0.0.1:8' }, 'http://10.0.0.1:8', '10.0.0.1:8'],
    ] as const) {
      const checked = checkEndpoint(config);
      assert.deepEqual([originOf(checked), placeOf(checked)], [origin, place]);
    }
  });

  it('can be made from every preset', () => {
    for (const { kind, provider, baseUrl, exampleModel, label } of presetGroups().flatMap(
      group => group.presets,
    )) {
      assert.doesNotThrow(() => checkEndpoint({ kind, provider, baseUrl, model: exampleModel }), label);
    }
  });

  it('asks for the address only if it differs from user to user', () => {
    const open = presetGroups().flatMap(({ presets }) =>
      presets.filter(addressIsOpen).map(({ label }) => label),
    );
    assert.ok(open.includes('Ollama') && open.includes('Azure OpenAI'));
    assert.ok(!open.includes('OpenAI') && !open.includes('Anthropic') && !open.includes('OpenRouter'));
  });
});
