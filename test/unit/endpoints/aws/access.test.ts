import assert from 'node:assert/strict';
import { configuredRegion } from '../../../../src/endpoints/aws/awsConfig.ts';
import { BedrockRuntime, bedrockModelIds } from '../../../../src/endpoints/aws/bedrockRuntime.ts';
import { parseEndpoint } from '../../../../src/measure/plan/parsePlan.ts';
import { endpointSecrets } from '../../../../src/measure/plan/secrets.ts';
import type { Secrets } from '../../../../src/protocol/start.ts';
import { access, withAwsFiles } from './support.ts';

const keys = { accessKeyId: 'AKID', secretAccessKey: 'secret' };

describe('AWS region', () => {
  for (const [region, baseUrl, expected] of [
    ['eu-west-1', undefined, 'eu-west-1'],
    [undefined, undefined, undefined],
    ['eu-west-1', 'https://bedrock-runtime.us-west-2.amazonaws.com', 'eu-west-1'],
    [undefined, 'https://bedrock-runtime.us-west-2.amazonaws.com', 'us-west-2'],
    [undefined, 'https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
    [undefined, 'https://vpce-1.bedrock-runtime.ap-southeast-2.vpce.amazonaws.com', 'ap-southeast-2'],
    [undefined, 'https://bedrock-runtime.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
    [undefined, 'https://bedrock-mantle.eu-central-1.api.aws', 'eu-central-1'],
    [undefined, 'http://127.0.0.1:4010/steady', 'us-east-1'],
    [undefined, 'http://localhost:4566', 'us-east-1'],
    [undefined, 'https://gateway.example.com', undefined],
  ] as const) {
    it(`of ${region ?? 'no region'} and ${baseUrl ?? 'no base URL'} is ${expected ?? 'for the AWS tools to find'}`, () => {
      assert.equal(configuredRegion({ region, baseUrl }), expected);
    });
  }
});

describe('AWS access with a user’s settings', () => {
  withAwsFiles({
    config: '[profile team]\nregion = ap-southeast-2\n[profile empty]\nregion = eu-west-1\n',
    credentials: '[team]\naws_access_key_id = TEAMKEY\naws_secret_access_key = secret\n',
  });

  it('uses region and keys of a named profile', async () => {
    assert.deepEqual(await access({ profile: 'team' }), [
      'ap-southeast-2',
      'TEAMKEY',
      'ap-southeast-2/bedrock',
    ]);
  });

  it('uses region and keys of the environment', async () => {
    Object.assign(process.env, {
      AWS_REGION: 'us-west-2',
      AWS_ACCESS_KEY_ID: 'ENVKEY',
      AWS_SECRET_ACCESS_KEY: 's',
      AWS_SESSION_TOKEN: 'session',
    });
    assert.deepEqual(await access({}), ['us-west-2', 'ENVKEY', 'us-west-2/bedrock', 'session']);
  });

  it('prefers the given keys to all others, and uses the configured region', async () => {
    Object.assign(process.env, {
      AWS_REGION: 'us-west-2',
      AWS_ACCESS_KEY_ID: 'ENVKEY',
      AWS_SECRET_ACCESS_KEY: 's',
    });
    const aws = { ...keys, sessionToken: 'handed' };
    assert.deepEqual(await access({ region: 'eu-west-1' }, { aws }), [
      'eu-west-1',
      'AKID',
      'eu-west-1/bedrock',
      'handed',
    ]);
  });

  it('reports a missing region or missing credentials before anything is sent', async () => {
    await assert.rejects(access({}, { aws: keys }), {
      name: 'UserError',
      message: 'No AWS region: set "region", AWS_REGION, or a region in your AWS profile.',
    });
    await assert.rejects(access({ profile: 'empty' }), {
      name: 'UserError',
      message: /^No AWS credentials in the profile "empty" \(.*\): change "profile", sign in/,
    });
    assert.equal((await access({ profile: 'empty' }, { apiKey: 'token' }))[0], 'eu-west-1');
  });

  it('lists models with the service that has them, in the same region; other servers do both', async () => {
    const runtime = await BedrockRuntime.open({ region: 'eu-west-1' }, { aws: keys });
    const requests = await runtime.modelsRequest();
    assert.deepEqual(
      requests.map(({ method, url }) => `${method} ${url}`),
      [
        'GET https://bedrock.eu-west-1.amazonaws.com/inference-profiles?maxResults=1000',
        'GET https://bedrock.eu-west-1.amazonaws.com/foundation-models?byOutputModality=TEXT&byInferenceType=ON_DEMAND',
      ],
    );
    const local = await BedrockRuntime.open({ baseUrl: 'http://127.0.0.1:9' }, { aws: keys });
    assert.deepEqual(
      (await local.modelsRequest()).map(({ url }) => new URL(url).host + new URL(url).pathname),
      ['127.0.0.1:9/inference-profiles', '127.0.0.1:9/foundation-models'],
    );
    assert.deepEqual(
      [
        bedrockModelIds({ inferenceProfileSummaries: [{ inferenceProfileId: 'us.a' }] }),
        bedrockModelIds({ modelSummaries: [{ modelId: 'a' }, { modelId: 'b' }] }),
        bedrockModelIds('strange'),
      ],
      [['us.a'], ['a', 'b'], []],
    );
  });
});

describe('secrets of an AWS endpoint', () => {
  const environment = { AWS_BEARER_TOKEN_BEDROCK: 'of-the-environment', TEAM_TOKEN: 'of-the-team' };
  const found = (config: object, secrets: Secrets = {}, variables: object = environment) =>
    endpointSecrets(
      parseEndpoint({ kind: 'bedrock-converse', model: 'm', ...config }),
      secrets,
      variables as Record<string, string>,
    );

  it('the environment’s bearer token is used at AWS if the endpoint has no settings of its own', () => {
    const aws = 'https://bedrock-runtime.us-west-2.amazonaws.com';
    const keyVariable = 'AWS_BEARER_TOKEN_BEDROCK';
    assert.deepEqual(found({}), { apiKey: 'of-the-environment', keyVariable, aws: undefined });
    assert.equal(found({ baseUrl: aws }).apiKey, 'of-the-environment');
    assert.equal(found({ kind: 'bedrock-invoke' }).apiKey, 'of-the-environment');
    for (const other of [{ baseUrl: 'https://gateway.example.com' }, { profile: 'team' }]) {
      assert.equal(found(other).apiKey, undefined);
    }
    assert.deepEqual(found({}, { aws: keys }), { apiKey: undefined, aws: keys });
  });

  it('a given token, or one named by the configuration, takes precedence', () => {
    const handed = found({ profile: 'team' }, { apiKey: 'handed' });
    assert.deepEqual([handed.apiKey, handed.keyVariable], ['handed', null]);
    const named = found({ apiKeyEnv: 'TEAM_TOKEN' });
    assert.deepEqual([named.apiKey, named.keyVariable], ['of-the-team', 'TEAM_TOKEN']);
    assert.throws(() => found({ apiKeyEnv: 'NONE' }), /NONE \("apiKeyEnv"\) is not set/);
  });

  it('without any, the credential chain looks for some: that is not an error', () => {
    assert.deepEqual(found({}, {}, {}), { apiKey: undefined, aws: undefined });
  });

  it('the simulator needs none', () => {
    assert.deepEqual(found({ baseUrl: 'simulated:' }, { apiKey: 'handed' }), {
      apiKey: undefined,
      aws: { accessKeyId: 'none', secretAccessKey: 'none' },
    });
  });
});
