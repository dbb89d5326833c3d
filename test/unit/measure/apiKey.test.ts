import assert from 'node:assert/strict';
import type { EndpointConfigInput } from '../../../src/endpoints/kinds.ts';
import { scrubber } from '../../../src/folder/scrubber.ts';
import { parseEndpoint } from '../../../src/measure/plan/parsePlan.ts';
import { secretTexts } from '../../../src/measure/plan/publicPlan.ts';
import { apiKeyOf, endpointSecrets } from '../../../src/measure/plan/secrets.ts';

const environment = {
  OPENAI_API_KEY: 'sk-openai',
  ANTHROPIC_API_KEY: 'sk-anthropic',
  MY_KEY: 'sk-mine',
  EMPTY: '',
};

function keyOf(
  config: Partial<EndpointConfigInput>,
  apiKey?: string,
  env: Record<string, string> = environment,
) {
  const parsed = parseEndpoint({ kind: 'openai-chat', model: 'm', ...config });
  return apiKeyOf(parsed, apiKey === undefined ? {} : { apiKey }, env);
}

describe('the key of an endpoint', () => {
  it('is the given one, whatever the environment contains', () => {
    assert.equal(keyOf({}, 'sk-given'), 'sk-given');
    assert.equal(keyOf({ apiKeyEnv: 'MY_KEY' }, 'sk-given'), 'sk-given');
    assert.equal(keyOf({ baseUrl: 'http://localhost:1/v1' }, 'sk-given'), 'sk-given');
  });

  it('loses the line break that a paste or a file adds', () => {
    assert.equal(keyOf({}, ' sk-given\n'), 'sk-given');
    assert.equal(keyOf({}, undefined, { OPENAI_API_KEY: 'sk-openai\n' }), 'sk-openai');
  });

  it('else is that of the configured variable, for any server', () => {
    assert.equal(keyOf({ apiKeyEnv: 'MY_KEY' }), 'sk-mine');
    assert.equal(keyOf({ apiKeyEnv: 'MY_KEY', baseUrl: 'http://localhost:1/v1' }), 'sk-mine');
  });

  it('else is that of the kind’s own variable, but only for the provider’s own address', () => {
    assert.equal(keyOf({}), 'sk-openai');
    assert.equal(keyOf({ kind: 'anthropic-messages' }), 'sk-anthropic');
    assert.equal(keyOf({ baseUrl: 'https://api.openai.com/v1' }), 'sk-openai');
    for (const baseUrl of [
      'http://localhost:8000/v1',
      'http://api.openai.com/v1',
      'https://api.openai.com.evil.example/v1',
      'https://api.openai.com:8443/v1',
    ]) {
      assert.equal(keyOf({ baseUrl }), undefined, baseUrl);
    }
  });

  it('else is that of a preset’s own variable, but only for the address of that preset', () => {
    const keys = {
      GROQ_API_KEY: 'sk-groq',
      GEMINI_API_KEY: 'sk-gemini',
      AZURE_OPENAI_API_KEY: 'sk-azure',
      AWS_BEARER_TOKEN_BEDROCK: 'sk-aws',
      LITELLM_API_KEY: 'sk-litellm',
      OPENAI_API_KEY: 'sk-openai',
    };
    const at = (baseUrl: string, kind: EndpointConfigInput['kind'] = 'openai-chat') =>
      keyOf({ kind, baseUrl } as Partial<EndpointConfigInput>, undefined, keys);
    assert.equal(at('https://api.groq.com/openai/v1'), 'sk-groq');
    assert.equal(at('http://localhost:4000/v1'), 'sk-litellm');
    assert.equal(keyOf({ kind: 'litellm' }, undefined, keys), 'sk-litellm');
    assert.equal(keyOf({ kind: 'google-gemini' }, undefined, keys), 'sk-gemini');
    assert.equal(keyOf({ kind: 'openai-responses' }, undefined, keys), 'sk-openai');
    for (const region of ['us-east-1', 'eu-central-2', 'us-gov-west-1']) {
      assert.equal(at(`https://bedrock-mantle.${region}.api.aws/v1`), 'sk-aws');
      assert.equal(
        at(`https://bedrock-runtime.${region}.amazonaws.com/openai/v1`, 'openai-responses'),
        'sk-aws',
      );
    }
    for (const baseUrl of [
      'https://api.groq.com.evil.example/openai/v1',
      'https://evil.openai.azure.com/openai/v1',
      'https://bedrock-mantle.evil.api.aws/v1',
      'https://bedrock-runtime.s3.amazonaws.com/openai/v1',
      'http://localhost:11434/v1',
      'https://generativelanguage.googleapis.com/v1beta',
    ]) {
      assert.equal(at(baseUrl), undefined, baseUrl);
    }
  });

  it('is not required for a server on this machine', () => {
    assert.equal(keyOf({ kind: 'litellm' }, undefined, {}), undefined);
    assert.throws(() => keyOf({ baseUrl: 'https://api.mistral.ai/v1' }, undefined, {}), {
      message: /^Mistral needs an API key: set MISTRAL_API_KEY, /,
    });
  });

  it('is replaced by a placeholder at a simulated endpoint, which masks no word', () => {
    const config = parseEndpoint({ kind: 'openai-chat', model: 'm', baseUrl: 'simulated:' });
    const redact = scrubber(secretTexts(config, endpointSecrets(config, {}, environment)));
    assert.equal(redact('a simulated-model has none'), 'a simulated-model has none');
  });

  it('is never sent to a simulated endpoint', () => {
    assert.equal(keyOf({ baseUrl: 'simulated:' }, 'sk-given'), undefined);
    assert.equal(keyOf({ baseUrl: 'simulated:fast', apiKeyEnv: 'MY_KEY' }), undefined);
  });

  it('is reported with the name of its variable if it is missing', () => {
    assert.throws(() => keyOf({}, undefined, {}), {
      name: 'UserError',
      message:
        'OpenAI needs an API key: set OPENAI_API_KEY, or name another variable with "apiKeyEnv" (--api-key-env).',
    });
    assert.throws(() => keyOf({ baseUrl: 'https://bedrock-mantle.us-east-1.api.aws/v1' }, undefined, {}), {
      name: 'UserError',
      message:
        'Amazon Bedrock Mantle needs an API key: set AWS_BEARER_TOKEN_BEDROCK, or name another variable with "apiKeyEnv" (--api-key-env), or set "provider" to "bedrock-mantle" (--provider) to use your AWS credentials.',
    });
    for (const apiKeyEnv of ['ABSENT', 'EMPTY']) {
      assert.throws(() => keyOf({ apiKeyEnv }), {
        name: 'UserError',
        message: `The environment variable ${apiKeyEnv} ("apiKeyEnv") is not set.`,
      });
    }
  });
});
