import assert from 'node:assert/strict';
import type { EndpointSecrets } from '../../../src/endpoints/contract/endpoint.ts';
import { type EndpointConfigInput, endpointConfigSchema, kindOf } from '../../../src/endpoints/kinds.ts';
import { keyAdvice, keySource } from '../../../src/endpoints/shared/keyAdvice.ts';

const advice = (config: EndpointConfigInput, secrets: EndpointSecrets = {}) =>
  keyAdvice(kindOf(config.kind), endpointConfigSchema.parse(config), secrets);

describe('advice on a refused key', () => {
  const claude = { kind: 'anthropic-messages', model: 'm' } as const;
  const converse = { kind: 'bedrock-converse', model: 'm' } as const;

  it('names where the key is from, or the variable that could contain it', () => {
    const sent = (keyVariable: string | null | undefined) => advice(claude, { apiKey: 'k', keyVariable });
    assert.equal(sent('MINE'), 'Check the API key in the environment variable MINE.');
    assert.equal(sent(null), 'Check the API key saved for this endpoint.');
    assert.equal(sent(undefined), '');
    assert.match(
      advice(claude),
      /^No API key was sent: .*"apiKeyEnv" \(--api-key-env\).*ANTHROPIC_API_KEY\.$/,
    );
    assert.equal(keySource({ apiKey: 'k', keyVariable: 'MINE' }), 'in the environment variable MINE');
    assert.equal(keySource({}), '');
  });

  it('mentions credentials, profile and region for endpoints on AWS', () => {
    for (const endpoint of [converse, { ...claude, provider: 'bedrock' }] as const) {
      assert.equal(
        advice(endpoint),
        'AWS refused the credentials that the AWS tools find (environment, profile, SSO, role): sign in again with your AWS tools, choose another "profile" (--profile), or set AWS_BEARER_TOKEN_BEDROCK. Also check "region" (--region).',
      );
    }
    assert.equal(
      advice({ kind: 'sagemaker', model: 'm', profile: 'work' }),
      'AWS refused the credentials of the profile "work": sign in again with your AWS tools, choose another "profile" (--profile). Also check "region" (--region).',
    );
    const bearer = { apiKey: 't', keyVariable: 'AWS_BEARER_TOKEN_BEDROCK' };
    assert.match(
      advice(converse, bearer),
      /^Check the bearer token in the environment variable AWS_BEARER_TOKEN_BEDROCK: .*--region\)\.$/,
    );
  });
});
