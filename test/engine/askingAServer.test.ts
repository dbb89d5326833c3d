import assert from 'node:assert/strict';
import { refusedPort } from '../../src/simulator/simulator.ts';
import { simulated, withEngine } from './support/engine.ts';

const none = { secrets: {}, network: {} };

describe('asking a server', () => {
  it('a connection test sends one small request and tells its times', () =>
    withEngine(async engine => {
      const test = await engine.request('testConnection', { endpoint: simulated('fast'), ...none });
      assert.equal(test.ok, true, test.message);
      assert.match(test.message, /^It works: first token after \d\.\d+ s, complete after \d\.\d+ s\.$/);
      assert.ok(test.text && test.ttft && test.ttlt && test.ttft < test.ttlt);
    }));

  it('a connection test of an answer that does not stream has no first token', () =>
    withEngine(async engine => {
      const endpoint = { ...simulated('fast'), stream: false };
      const test = await engine.request('testConnection', { endpoint, ...none });
      assert.equal(test.ttft, null);
      assert.match(test.message, /^It works: complete after \d\.\d+ s\.$/);
    }));

  it('a refused key, an unknown model and an absent server are told, not thrown', () =>
    withEngine(async engine => {
      const ask = async (endpoint: object) => {
        const { ok, message, detail } = await engine.request('testConnection', { endpoint, ...none });
        assert.equal(ok, false);
        return { message, ...(detail as { status: number | null; reason: string }) };
      };
      const refused = await ask(simulated('http-401'));
      assert.deepEqual([refused.status, refused.reason], [401, 'authentication']);
      const unknown = await ask(simulated('http-404'));
      assert.deepEqual([unknown.status, unknown.reason], [404, 'notFound']);
      const port = await refusedPort();
      const absent = await ask({ ...simulated('fast'), baseUrl: `http://127.0.0.1:${port}/v1` });
      assert.match(absent.message, new RegExp(`^Nothing listens at 127\\.0\\.0\\.1:${port} `));
      assert.deepEqual([absent.status, absent.reason], [null, 'connection']);
    }));

  it('a server tells its models', () =>
    withEngine(async engine => {
      const models = await engine.request('listModels', { endpoint: simulated('fast'), ...none });
      assert.ok(models.length > 0 && models.every(model => typeof model === 'string'));
    }));

  it('AWS tells its models and inference profiles, asked with a signature', () =>
    withEngine(async engine => {
      for (const kind of ['bedrock-converse', 'bedrock-invoke']) {
        const endpoint = { ...simulated('fast'), kind };
        assert.deepEqual(await engine.request('listModels', { endpoint, ...none }), [
          'us.simulated-model',
          'us.simulated-model-large',
          'simulated-model',
          'simulated-model-large',
        ]);
      }
    }));

  it('SageMaker tells its endpoints, asked with a signature', () =>
    withEngine(async engine => {
      const endpoint = { ...simulated('fast'), kind: 'sagemaker' };
      const models = await engine.request('listModels', { endpoint, ...none });
      assert.deepEqual(models, ['simulated-model', 'simulated-model-large']);
    }));

  it('the profiles of the AWS configuration files are listed', () =>
    withEngine(async engine => {
      const profiles = await engine.request('listAwsProfiles', null);
      assert.ok(Array.isArray(profiles));
    }));

  it('a server that cannot be asked for its models is a sentence', () =>
    withEngine(async engine => {
      const baseUrl = `http://127.0.0.1:${await refusedPort()}/v1`;
      const endpoint = { ...simulated('fast'), baseUrl };
      await assert.rejects(engine.request('listModels', { endpoint, ...none }), {
        name: 'UserError',
        message: /^Nothing listens at 127\.0\.0\.1/,
      });
    }));

  it('an endpoint that is none is refused with what is wrong', () =>
    withEngine(async engine => {
      for (const name of ['testConnection', 'listModels'] as const) {
        await assert.rejects(engine.request(name, { endpoint: { kind: 'openai-chat' }, ...none }), {
          name: 'UserError',
          message: /^The endpoint: "model" is missing/,
        });
      }
    }));
});
