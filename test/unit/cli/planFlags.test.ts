import assert from 'node:assert/strict';
import { withFlags } from '../../../src/cli/plan/planFlags.ts';

const file = {
  endpoint: { kind: 'openai-chat', model: 'm', headers: { 'X-Team': 'a' } },
  payload: 'p.jsonl',
  duration: '30s',
  clients: 2,
};

describe('flags over a plan', () => {
  it('changes nothing without flags', () => {
    assert.deepEqual(withFlags(file, {}, '/here', '/plans'), file);
  });

  it('replaces what they name, and what cannot stand beside them', () => {
    assert.deepEqual(
      withFlags(
        file,
        {
          requests: 5,
          prompt: ['hi'],
          clients: 4,
          model: 'n',
          stream: false,
          timeout: '2.5',
          rampUp: '1s',
          sloTtft: '500ms',
        },
        '/here',
      ),
      {
        endpoint: { kind: 'openai-chat', model: 'n', headers: { 'X-Team': 'a' }, stream: false },
        prompt: 'hi',
        clients: 4,
        requests: 5,
        timeout: 2.5,
        rampUp: '1s',
        slo: { ttft: '500ms' },
      },
    );
  });

  it('makes a plan without a file', () => {
    assert.deepEqual(
      withFlags(
        {},
        {
          endpoint: 'anthropic-messages',
          model: 'c',
          apiKeyEnv: 'K',
          region: 'r',
          prompt: ['a', 'b'],
          duration: '10',
          lowMemory: true,
          seed: 0,
        },
        '/here',
      ),
      {
        prompt: ['a', 'b'],
        duration: 10,
        seed: 0,
        lowMemory: true,
        endpoint: { kind: 'anthropic-messages', model: 'c', region: 'r', apiKeyEnv: 'K' },
      },
    );
  });

  it('starts paths at the working folder, whatever folder the plan is in', () => {
    const flags = { payload: 'mine.jsonl', output: 'out' };
    const { payload, output } = withFlags(file, flags, '/here', '/plans');
    assert.deepEqual({ payload, output }, { payload: '/here/mine.jsonl', output: '/here/out' });
    const same = withFlags({}, flags, '/here');
    assert.deepEqual(same, { payload: 'mine.jsonl', output: 'out' });
  });

  it('adds headers to those of the plan', () => {
    const { endpoint } = withFlags(file, { header: ['X-Run: 7', 'Accept-Language:de'] }, '/here');
    assert.deepEqual(endpoint, {
      ...file.endpoint,
      headers: { 'X-Team': 'a', 'X-Run': '7', 'Accept-Language': 'de' },
    });
  });

  it('refuses a key in a header without repeating it', () => {
    for (const header of [
      'Authorization: Bearer sk-1',
      'x-api-key: sk-1',
      'X-Auth-Token:sk-1',
      'Bearer sk-1',
    ]) {
      assert.throws(
        () => withFlags({}, { header: [header] }, '/here'),
        (error: Error) =>
          error.name === 'UserError' &&
          error.message.startsWith('--header') &&
          !error.message.includes('sk-1'),
      );
    }
  });

  it('leaves a malformed endpoint to the check of the plan', () => {
    assert.deepEqual(withFlags({ endpoint: 'x' }, {}, '/here'), { endpoint: 'x' });
  });
});
