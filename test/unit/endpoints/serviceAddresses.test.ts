import assert from 'node:assert/strict';
import { isServiceAddress } from '../../../src/endpoints/aws/awsConfig.ts';
import { endpointKinds, kindOf } from '../../../src/endpoints/kinds.ts';
import { isProvidersOwn, keyVariableOf } from '../../../src/endpoints/shared/servers.ts';
import { parseEndpoint } from '../../../src/measure/plan/parsePlan.ts';

const ofAws: [provider: string, url: string][] = [
  ['bedrock', 'https://bedrock-runtime.us-east-1.amazonaws.com'],
  ['bedrock', 'https://bedrock-runtime.us-east-1.amazonaws.com:443/openai/v1'],
  ['bedrock', 'https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com'],
  ['bedrock', 'https://bedrock-runtime.cn-north-1.amazonaws.com.cn'],
  ['bedrock', 'https://vpce-0abc-12de.bedrock-runtime.us-east-1.vpce.amazonaws.com'],
  ['bedrock-mantle', 'https://bedrock-mantle.us-east-1.api.aws/v1'],
  ['sagemaker', 'https://runtime.sagemaker.eu-west-1.amazonaws.com'],
  ['sagemaker', 'https://runtime-fips.sagemaker.us-east-1.amazonaws.com'],
];

const ofAnybody: [provider: string, url: string][] = [
  ['bedrock', 'http://bedrock-runtime.us-east-1.amazonaws.com'],
  ['bedrock', 'https://bedrock-runtime.us-east-1.amazonaws.com:8443'],
  ['bedrock', 'https://theirs.us-east-1.elb.amazonaws.com'],
  ['bedrock', 'https://theirs.s3.us-east-1.amazonaws.com'],
  ['bedrock', 'https://bedrock-runtime.us-east-1.elb.amazonaws.com'],
  ['bedrock', 'https://ec2-1-2-3-4.compute-1.amazonaws.com'],
  ['bedrock', 'https://vpce-1.vpce-svc-1.us-east-1.vpce.amazonaws.com'],
  ['bedrock', 'https://x.execute-api.us-east-1.amazonaws.com'],
  ['bedrock', 'https://runtime.sagemaker.us-east-1.amazonaws.com'],
  ['bedrock', 'https://bedrock-runtime.us-east-1.amazonaws.com.evil.example'],
  ['bedrock', 'https://bedrock-runtime.us-east-1.amazonaws.com@evil.example'],
  ['bedrock', 'https://bedrock-runtime.us-east-1.amazonaws.com.'],
  ['bedrock', 'https://evil-bedrock-runtime.us-east-1.amazonaws.com'],
  ['sagemaker', 'https://bedrock-runtime.us-east-1.amazonaws.com'],
  ['openai', 'https://bedrock-runtime.us-east-1.amazonaws.com'],
];

describe('the addresses of AWS services', () => {
  it('are exact host names over https', () => {
    for (const [provider, url] of ofAws) assert.equal(isServiceAddress(provider, url), true, url);
    for (const [provider, url] of ofAnybody) assert.equal(isServiceAddress(provider, url), false, url);
  });

  it('are the only ones that get the environment’s bearer token', () => {
    const kind = kindOf('bedrock-converse');
    for (const [provider, baseUrl] of [...ofAws, ...ofAnybody]) {
      if (provider !== 'bedrock') continue;
      const token = keyVariableOf(kind, { provider, baseUrl });
      assert.equal(token !== null, isServiceAddress(provider, baseUrl), baseUrl);
    }
  });

  it('cannot be changed by the name of a region', () => {
    for (const region of ['x.evil.example/', 'evil.example#', 'us-east-1.evil', '', 'a@b', 'us east']) {
      for (const kind of ['bedrock-converse', 'openai-chat', 'sagemaker', 'anthropic-messages'] as const) {
        const endpoint = { kind, model: 'm', region, ...(kind === 'sagemaker' && { endpointName: 'e' }) };
        assert.throws(() => parseEndpoint(endpoint), /"region" must have a valid format/, region);
      }
    }
  });
});

describe('the provider’s own address', () => {
  const isOwn = (baseUrl: string, kind = 'openai-chat') => {
    const found = kindOf(kind);
    assert.ok(found);
    return isProvidersOwn(found, { provider: found.presets[0]?.provider, baseUrl });
  };

  it('is the default of every kind', () => {
    for (const kind of endpointKinds) {
      if (kind.defaultBaseUrl === null || new URL(kind.defaultBaseUrl).hostname === 'localhost') continue;
      assert.equal(isOwn(kind.defaultBaseUrl, kind.id), true, kind.id);
    }
  });

  it('has its scheme, its host and its port', () => {
    for (const url of [
      'https://api.openai.com/v1',
      'https://api.openai.com:443',
      'https://API.openai.com/x',
    ]) {
      assert.equal(isOwn(url), true, url);
    }
    for (const url of [
      'http://api.openai.com/v1',
      'https://api.openai.com:80/v1',
      'http://api.openai.com:443/v1',
      'https://api.openai.com@evil.example/v1',
      'https://api.openai.com:pass@evil.example/v1',
      'https://api.openai.com.evil.example/v1',
      'https://evil.example/https://api.openai.com/v1',
      'https://evil.example#@api.openai.com',
      'https://theirs.openai.azure.com/openai/v1',
      'http://localhost:8000/v1',
    ]) {
      assert.equal(isOwn(url), false, url);
    }
  });
});
