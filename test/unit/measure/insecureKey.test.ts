import assert from 'node:assert/strict';
import { mlflowAccess } from '../../../src/measure/callbacks/mlflow/mlflowAccess.ts';
import { insecureKeyDiagnostics } from '../../../src/measure/plan/insecureKey.ts';
import { parseEndpoint } from '../../../src/measure/plan/parsePlan.ts';
import { endpointSecrets } from '../../../src/measure/plan/secrets.ts';

const environment = { MY_KEY: 'sk-mine', MLFLOW_TRACKING_TOKEN: 't' };

function secretsOf(endpoint: object, given: { apiKey?: string } = {}) {
  return endpointSecrets(parseEndpoint({ kind: 'openai-chat', model: 'm', ...endpoint }), given, environment);
}

const refusal = /The key would go unencrypted to gpu\.example(:8000)?, .*"allowInsecureKey"/;

describe('a key over http', () => {
  it('goes to no other machine, wherever it is from and whatever it is', () => {
    const baseUrl = 'http://gpu.example:8000/v1';
    for (const [endpoint, given] of [
      [{ baseUrl, apiKeyEnv: 'MY_KEY' }, {}],
      [{ baseUrl }, { apiKey: 'sk-saved' }],
      [{ baseUrl, headers: { authorization: 'Bearer x' } }, {}],
      [{ baseUrl, headers: { 'X-Api-Key': 'x' } }, {}],
      [{ kind: 'bedrock-converse', baseUrl: 'http://gpu.example' }, {}],
      [{ kind: 'sagemaker', endpointName: 'e', baseUrl: 'http://gpu.example' }, {}],
      [{ kind: 'google-gemini', baseUrl, apiKeyEnv: 'MY_KEY' }, {}],
      [{ kind: 'anthropic-messages', baseUrl, apiKeyEnv: 'MY_KEY' }, {}],
    ] as const) {
      assert.throws(() => secretsOf(endpoint, given), refusal, JSON.stringify(endpoint));
    }
  });

  it('goes to no machine whose name only looks like this one', () => {
    for (const host of ['localhost.evil.example', '127.0.0.1.evil.example', '127.evil.example', '10.0.0.1']) {
      assert.throws(() => secretsOf({ baseUrl: `http://${host}/v1`, apiKeyEnv: 'MY_KEY' }), /unencrypted/);
    }
  });

  it('goes to this machine, and over https to any', () => {
    for (const baseUrl of [
      ...[
        'http://localhost:8000/v1',
        'http://127.0.0.2:1/v1',
        'http://[::1]:1/v1',
        'http://api.localhost/v1',
      ],
      'https://gpu.example/v1',
    ]) {
      assert.equal(secretsOf({ baseUrl, apiKeyEnv: 'MY_KEY' }).apiKey, 'sk-mine');
    }
    assert.equal(secretsOf({ baseUrl: 'http://gpu.example/v1' }).apiKey, undefined);
  });

  it('goes there if the plan says so, and the report says it too', () => {
    const endpoint = { baseUrl: 'http://gpu.example/v1', apiKeyEnv: 'MY_KEY', allowInsecureKey: true };
    assert.equal(secretsOf(endpoint).apiKey, 'sk-mine');
    const config = parseEndpoint({ kind: 'openai-chat', model: 'm', ...endpoint });
    const [diagnostic, ...others] = insecureKeyDiagnostics(config, 'sk-mine');
    assert.deepEqual(others, []);
    assert.match(diagnostic?.message ?? '', /unencrypted to gpu\.example \("allowInsecureKey"\)/);
    assert.deepEqual(insecureKeyDiagnostics(config, undefined), []);
  });

  it('goes to no MLflow server either, unless the plan says so', () => {
    const plan = { trackingUri: 'http://mlflow.example', nested: false, artifacts: false };
    for (const [fields, env] of [
      [{}, environment],
      [{ tokenEnv: 'MY_KEY' }, environment],
      [{ trackingUri: 'http://me:secret@mlflow.example' }, {}],
    ] as const) {
      assert.throws(() => mlflowAccess({ ...plan, ...fields }, env), /unencrypted to mlflow\.example/);
      const allowed = mlflowAccess({ ...plan, ...fields, allowInsecureKey: true }, env);
      assert.notEqual(allowed.authorization, null);
    }
    assert.equal(mlflowAccess(plan, {}).authorization, null);
    assert.notEqual(
      mlflowAccess({ ...plan, trackingUri: 'http://localhost:5000' }, environment).authorization,
      null,
    );
  });
});
