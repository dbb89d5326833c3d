import assert from 'node:assert/strict';
import { refusedKeyAdvice } from '../../../src/cli/result/refusedKeyAdvice.ts';
import { type EndpointConfigInput, endpointConfigSchema } from '../../../src/endpoints/kinds.ts';

const advice = (config: EndpointConfigInput, keySent: boolean) =>
  refusedKeyAdvice(endpointConfigSchema.parse(config), keySent);

describe('advice on a refused key', () => {
  const claude = { kind: 'anthropic-messages', model: 'm' } as const;
  const converse = { kind: 'bedrock-converse', model: 'm' } as const;

  it('names the variable that contains the key, or could contain it', () => {
    assert.equal(
      advice({ ...claude, apiKeyEnv: 'MINE' }, true),
      'The server refused the API key in the environment variable MINE.',
    );
    assert.match(advice(claude, false), /none was sent\. .*--api-key-env ANTHROPIC_API_KEY\.$/);
  });

  it('mentions credentials, profile and region for endpoints on AWS', () => {
    for (const endpoint of [converse, { ...claude, provider: 'bedrock' }] as const) {
      assert.equal(
        advice(endpoint, false),
        'AWS refused the credentials that the AWS tools find (environment, profile, SSO, role). Sign in again with your AWS tools, choose another profile with --profile, or set AWS_BEARER_TOKEN_BEDROCK. Also check --region.',
      );
    }
    assert.equal(
      advice({ kind: 'sagemaker', model: 'm', profile: 'work' }, false),
      'AWS refused the credentials of the profile "work". Sign in again with your AWS tools, choose another profile with --profile. Also check --region.',
    );
    assert.match(
      advice(converse, true),
      /^AWS refused the bearer token in the environment variable AWS_BEARER_TOKEN_BEDROCK\. .*--region\.$/,
    );
  });
});
