import assert from 'node:assert/strict';
import { refusedKey } from '../../../src/cli/result/refusedKey.ts';
import { type EndpointConfigInput, endpointConfigSchema } from '../../../src/endpoints/kinds.ts';

const advice = (config: EndpointConfigInput, keySent: boolean) =>
  refusedKey(endpointConfigSchema.parse(config), keySent);

describe('advice on a refused key', () => {
  const claude = { kind: 'anthropic-messages', model: 'm' } as const;
  const converse = { kind: 'bedrock-converse', model: 'm' } as const;

  it('names the variable that the key came from, or could come from', () => {
    assert.equal(
      advice({ ...claude, apiKeyEnv: 'MINE' }, true),
      'The server refused the API key in the environment variable MINE.',
    );
    assert.match(advice(claude, false), /none was sent: .*--api-key-env ANTHROPIC_API_KEY\.$/);
  });

  it('speaks of credentials, profile and region where AWS is asked', () => {
    for (const endpoint of [converse, { ...claude, provider: 'bedrock' }] as const) {
      assert.equal(
        advice(endpoint, false),
        'AWS refused the credentials that the AWS tools find (environment, profile, SSO, role): sign in again with your AWS tools, name another profile with --profile, or set AWS_BEARER_TOKEN_BEDROCK; check --region.',
      );
    }
    assert.equal(
      advice({ kind: 'sagemaker', model: 'm', profile: 'work' }, false),
      'AWS refused the credentials of the profile "work": sign in again with your AWS tools, name another profile with --profile; check --region.',
    );
    assert.match(
      advice(converse, true),
      /^AWS refused the bearer token in the environment variable AWS_BEARER_TOKEN_BEDROCK: .*--region/,
    );
  });
});
