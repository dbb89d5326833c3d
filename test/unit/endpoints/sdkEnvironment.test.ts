import assert from 'node:assert/strict';
import { withoutEnvironmentHeaders } from '../../../src/endpoints/http/sdkEnvironment.ts';
import { withEnvironment } from './support/requests.ts';

describe('headers in the environment for an SDK’s vendor', () => {
  const environment = { OPENAI_CUSTOM_HEADERS: 'X-Team: blue', ANTHROPIC_CUSTOM_HEADERS: 'X-Team: red' };
  const read = () => Object.keys(environment).map(name => process.env[name]);

  it('are hidden while a client is made, and back afterwards', () =>
    withEnvironment(environment, async () => {
      assert.deepEqual(withoutEnvironmentHeaders(read), [undefined, undefined]);
      assert.deepEqual(read(), Object.values(environment));
    }));

  it('are back when the client cannot be made', () =>
    withEnvironment(environment, async () => {
      const fail = () => {
        throw new Error('no address');
      };
      assert.throws(() => withoutEnvironmentHeaders(fail), /no address/);
      assert.deepEqual(read(), Object.values(environment));
    }));
});
