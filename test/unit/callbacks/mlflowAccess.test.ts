import assert from 'node:assert/strict';
import type { MlflowPlan } from '../../../src/core/plan/callbackPlan.ts';
import { mlflowAccess } from '../../../src/measure/callbacks/mlflow/mlflowAccess.ts';

const access = (plan: Partial<MlflowPlan>, environment: Record<string, string> = {}) =>
  mlflowAccess({ nested: false, artifacts: false, ...plan }, environment);
const basic = (text: string) => Buffer.from(text).toString('base64');
const here = 'http://localhost:5000';

describe('access to MLflow', () => {
  it('comes from the plan, else from MLflow’s own variables', () => {
    assert.deepEqual(access({ trackingUri: `${here}/` }), {
      trackingUri: here,
      authorization: null,
      secrets: [],
    });
    assert.equal(access({}, { MLFLOW_TRACKING_URI: `${here}/base/` }).trackingUri, `${here}/base`);
    assert.equal(access({ trackingUri: here }, { MLFLOW_TRACKING_URI: 'http://other' }).trackingUri, here);
  });

  it('uses a configured token first, then the password in the address, then the variables like MLflow', () => {
    const environment = {
      MLFLOW_TRACKING_TOKEN: 'token',
      MLFLOW_TRACKING_USERNAME: 'ann',
      MLFLOW_TRACKING_PASSWORD: 'pass word',
      OTHER: 'mine',
    };
    const found = (plan: Partial<MlflowPlan>, changes: Record<string, string> = {}) => {
      const { authorization, secrets } = access(
        { trackingUri: here, ...plan },
        { ...environment, ...changes },
      );
      return [authorization, ...secrets];
    };
    assert.deepEqual(found({ tokenEnv: 'OTHER' }), ['Bearer mine', 'mine']);
    const inUrl = basic('bob:p@ss');
    assert.deepEqual(found({ trackingUri: 'http://bob:p%40ss@localhost:5000' }), [
      `Basic ${inUrl}`,
      'p@ss',
      inUrl,
    ]);
    const ann = basic('ann:pass word');
    assert.deepEqual(found({}), [`Basic ${ann}`, 'pass word', ann]);
    assert.deepEqual(found({}, { MLFLOW_TRACKING_USERNAME: '' }), ['Bearer token', 'token']);
    assert.deepEqual(found({}, { MLFLOW_TRACKING_URI: `${here}/x` }), [`Basic ${ann}`, 'pass word', ann]);
    assert.deepEqual(found({}, { MLFLOW_TRACKING_URI: 'http://other' }), [null]);
  });

  it('is refused with a message that says what to change', () => {
    assert.throws(() => access({}), /"trackingUri" or MLFLOW_TRACKING_URI/);
    for (const uri of ['sqlite:///mlflow.db', 'file:/runs', 'databricks', './mlruns']) {
      assert.throws(
        () => access({}, { MLFLOW_TRACKING_URI: uri }),
        /must begin with http:\/\/ or https:\/\//,
        uri,
      );
    }
    assert.throws(() => access({ trackingUri: here, tokenEnv: 'NONE' }), /NONE \("tokenEnv"\) is not set/);
  });
});
