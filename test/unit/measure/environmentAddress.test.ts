import assert from 'node:assert/strict';
import type { EndpointConfigInput } from '../../../src/endpoints/kinds.ts';
import { withEnvironmentAddress } from '../../../src/measure/plan/environmentAddress.ts';
import { parseEndpoint } from '../../../src/measure/plan/parsePlan.ts';
import { apiKeyOf, endpointSecrets } from '../../../src/measure/plan/secrets.ts';
import type { Secrets } from '../../../src/protocol/start.ts';

type Config = Partial<EndpointConfigInput> & { region?: string; profile?: string; apiVersion?: string };

/** Where requests go, why, and with which key. */
function resolved(config: Config, environment: Record<string, string>, secrets: Secrets = {}) {
  const written = parseEndpoint({ kind: 'openai-chat', model: 'm', ...config });
  const { endpoint, baseUrlFrom } = withEnvironmentAddress(written, secrets, environment);
  return [endpoint.baseUrl, baseUrlFrom, apiKeyOf(endpoint, secrets, environment)];
}

const gateway = 'https://gateway.example:81';

describe('an address in the environment', () => {
  it('is used as the vendors’ SDKs use it, with the key that belongs to it', () => {
    const cases: [config: Config, environment: Record<string, string>, expected: unknown[]][] = [
      [
        {},
        { OPENAI_BASE_URL: `${gateway}/v1/`, OPENAI_API_KEY: 'k' },
        [`${gateway}/v1`, 'OPENAI_BASE_URL', 'k'],
      ],
      [
        { kind: 'openai-responses' },
        { OPENAI_BASE_URL: gateway, OPENAI_API_KEY: 'k' },
        [gateway, 'OPENAI_BASE_URL', 'k'],
      ],
      [{ provider: 'vllm' } as Config, { OPENAI_BASE_URL: gateway }, [gateway, 'OPENAI_BASE_URL', undefined]],
      [
        { apiKeyEnv: 'MINE' },
        { OPENAI_BASE_URL: gateway, OPENAI_API_KEY: 'k', MINE: 'm' },
        [gateway, 'OPENAI_BASE_URL', 'm'],
      ],
      [
        { apiVersion: '2024-10-21' },
        {
          AZURE_OPENAI_ENDPOINT: 'https://res.openai.azure.com/',
          AZURE_OPENAI_API_KEY: 'a',
          OPENAI_BASE_URL: gateway,
        },
        ['https://res.openai.azure.com', 'AZURE_OPENAI_ENDPOINT', 'a'],
      ],
      [
        { kind: 'anthropic-messages' },
        { ANTHROPIC_BASE_URL: `${gateway}/v1/messages`, ANTHROPIC_API_KEY: 'k', ANTHROPIC_AUTH_TOKEN: 't' },
        [gateway, 'ANTHROPIC_BASE_URL', 'k'],
      ],
      [
        { kind: 'anthropic-messages' },
        { ANTHROPIC_BASE_URL: gateway, ANTHROPIC_AUTH_TOKEN: 't' },
        [gateway, 'ANTHROPIC_BASE_URL', 't'],
      ],
      [
        { kind: 'anthropic-messages', provider: 'bedrock' },
        {
          ANTHROPIC_BASE_URL: 'http://other.example',
          ANTHROPIC_BEDROCK_BASE_URL: gateway,
          ANTHROPIC_API_KEY: 'k',
        },
        [gateway, 'ANTHROPIC_BEDROCK_BASE_URL', undefined],
      ],
      [
        { kind: 'google-gemini' },
        { GOOGLE_GEMINI_BASE_URL: gateway, GEMINI_API_KEY: 'k' },
        [`${gateway}/v1beta`, 'GOOGLE_GEMINI_BASE_URL', 'k'],
      ],
      [
        { kind: 'google-gemini' },
        { GOOGLE_GEMINI_BASE_URL: `${gateway}/v1` },
        [`${gateway}/v1`, 'GOOGLE_GEMINI_BASE_URL', undefined],
      ],
      [
        { kind: 'bedrock-converse' },
        {
          AWS_ENDPOINT_URL: 'http://other.example',
          AWS_ENDPOINT_URL_BEDROCK_RUNTIME: gateway,
          AWS_BEARER_TOKEN_BEDROCK: 't',
        },
        [gateway, 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME', 't'],
      ],
      [
        { kind: 'bedrock-invoke', profile: 'team' },
        { AWS_ENDPOINT_URL: gateway, AWS_BEARER_TOKEN_BEDROCK: 't' },
        [gateway, 'AWS_ENDPOINT_URL', undefined],
      ],
      [
        { kind: 'sagemaker' },
        { AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: gateway },
        [gateway, 'AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME', undefined],
      ],
      [
        { provider: 'bedrock-mantle' } as Config,
        { AWS_BEDROCK_BASE_URL: gateway, OPENAI_BASE_URL: 'http://other.example' },
        [gateway, 'AWS_BEDROCK_BASE_URL', undefined],
      ],
    ];
    for (const [config, environment, expected] of cases) {
      assert.deepEqual(resolved(config, environment), expected, JSON.stringify([config, environment]));
    }
  });

  it('keeps the name of its variable for a key that was found there before', () => {
    const environment = { ANTHROPIC_BASE_URL: gateway, ANTHROPIC_AUTH_TOKEN: 't' };
    const written = parseEndpoint({ kind: 'anthropic-messages', model: 'm' });
    const variable = (apiKey: string, at: object) => {
      const { endpoint } = withEnvironmentAddress(written, { apiKey }, { ...at });
      return endpointSecrets(endpoint, { apiKey }, environment).keyVariable;
    };
    assert.deepEqual([variable('t', environment), variable('t', {})], Array(2).fill('ANTHROPIC_AUTH_TOKEN'));
    assert.equal(variable('other', environment), null);
  });

  it('is not used where the configuration names one, or for another API', () => {
    const environment = { OPENAI_BASE_URL: gateway, OPENAI_API_KEY: 'k', AWS_ENDPOINT_URL: gateway };
    assert.deepEqual(resolved({ baseUrl: 'http://localhost:8000/v1' }, environment), [
      'http://localhost:8000/v1',
      null,
      undefined,
    ]);
    assert.deepEqual(resolved({ baseUrl: 'simulated:' }, environment), ['simulated:', null, undefined]);
    assert.deepEqual(resolved({ kind: 'litellm' }, environment), [undefined, null, undefined]);
    assert.deepEqual(resolved({ kind: 'google-gemini' }, { ...environment, GEMINI_API_KEY: 'g' }), [
      undefined,
      null,
      'g',
    ]);
    assert.deepEqual(resolved({}, { OPENAI_BASE_URL: ' ', OPENAI_API_KEY: 'k' }), [undefined, null, 'k']);
    const off = { ...environment, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'True' };
    assert.deepEqual(resolved({ kind: 'bedrock-converse' }, off), [undefined, null, undefined]);
  });

  it('comes before the address of a named provider, which comes before the usual one', () => {
    const environment = { OPENAI_API_KEY: 'o', GROQ_API_KEY: 'g', AZURE_OPENAI_API_KEY: 'a' };
    assert.deepEqual(resolved({ provider: 'groq' }, environment), [
      'https://api.groq.com/openai/v1',
      null,
      'g',
    ]);
    assert.deepEqual(resolved({ provider: 'vllm' }, environment), [
      'http://localhost:8000/v1',
      null,
      undefined,
    ]);
    assert.deepEqual(resolved({ provider: 'ours' }, environment), [undefined, null, 'o']);
    const named = { ...environment, OPENAI_BASE_URL: gateway };
    assert.deepEqual(resolved({ provider: 'vllm' }, named), [gateway, 'OPENAI_BASE_URL', 'o']);
    assert.throws(() => resolved({ provider: 'azure' }, environment), {
      name: 'UserError',
      message:
        /^Give the address of your Azure.* with "baseUrl" \(--base-url\), such as https:\/\/YOUR-RESOURCE/,
    });
  });

  it('never gets a key that was saved for another address', () => {
    const environment = { OPENAI_BASE_URL: gateway };
    const saved = { apiKey: 'vendor', boundTo: 'https://api.openai.com' };
    assert.deepEqual(resolved({}, environment, saved), [undefined, null, 'vendor']);
  });

  it('is refused with the name of the variable if it cannot be used', () => {
    assert.throws(() => resolved({}, { OPENAI_BASE_URL: 'gateway:81/v1' }), {
      name: 'UserError',
      message: 'OPENAI_BASE_URL must begin with http:// or https://, for example http://gateway:81/v1.',
    });
    assert.throws(() => resolved({}, { OPENAI_API_BASE: gateway, OPENAI_API_KEY: 'k' }), {
      name: 'UserError',
      message:
        /^OPENAI_API_BASE is set, but the SDKs of today read OPENAI_BASE_URL: .* give https:\/\/api\.openai\.com\/v1\.$/,
    });
    assert.deepEqual(
      resolved({ baseUrl: 'https://api.openai.com/v1' }, { OPENAI_API_BASE: gateway, OPENAI_API_KEY: 'k' }),
      ['https://api.openai.com/v1', null, 'k'],
    );
  });

  it('is not needed for ANTHROPIC_AUTH_TOKEN, which is used where there is no key', () => {
    const anthropic = { kind: 'anthropic-messages' } as const;
    const token = { ANTHROPIC_AUTH_TOKEN: 't' };
    assert.deepEqual(resolved(anthropic, token), [undefined, null, 't']);
    assert.deepEqual(resolved(anthropic, { ...token, ANTHROPIC_API_KEY: 'k' }), [undefined, null, 'k']);
    assert.deepEqual(resolved({ ...anthropic, baseUrl: gateway }, token), [gateway, null, undefined]);
  });
});
