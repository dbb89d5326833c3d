import assert from 'node:assert/strict';
import { thinkingFlag } from '../../../src/cli/plan/payloadFlags.ts';
import { withFlags } from '../../../src/cli/plan/planFlags.ts';

const file = {
  endpoint: { kind: 'openai-chat', model: 'm', headers: { 'X-Team': 'a' } },
  payload: 'p.jsonl',
  duration: '30s',
  clients: 2,
};

describe('flags that change a plan', () => {
  it('leave it unchanged if there are none', () => {
    assert.deepEqual(withFlags(file, {}, '/here', '/plans'), file);
  });

  it('replace the keys that they set, and remove keys that exclude these', () => {
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

  it('say how many failures are too many, and when they end the run', () => {
    const plan = { stopOn: { refused: 1 } };
    assert.deepEqual(withFlags(plan, { maxErrorRate: '5%', stopOn: 0.5 }, '/here'), {
      maxErrorRate: '5%',
      stopOn: { refused: 1, failures: 0.5 },
    });
    assert.deepEqual(withFlags(plan, { stopOn: 'never' }, '/here'), { stopOn: false });
  });

  it('add members to the bodies of requests, each flag over the plan and the flags before it', () => {
    const plan = { body: { top_k: 1, n: 2 } };
    const body = ['{"top_k": 40, "a": {"b": [1]}}', '{"a": null}'];
    assert.deepEqual(withFlags(plan, { body }, '/here'), { body: { top_k: 40, n: 2, a: null } });
  });

  it('refuse a body that is no JSON object, with the form to use', () => {
    for (const text of ['top_k=5', '[1]', '5', '@/nowhere/body.json', '']) {
      assert.throws(() => withFlags({}, { body: [text] }, '/here'), {
        name: 'UserError',
        message: /^--body: .*Give a JSON object such as '\{"top_k": 40\}'/,
      });
    }
  });

  it('set options of the endpoint', () => {
    assert.deepEqual(
      withFlags({}, { askUsage: false, tokenLimit: 'max_completion_tokens', insecure: true }, '/here'),
      { endpoint: { askUsage: false, tokenLimit: 'max_completion_tokens', insecure: true } },
    );
  });

  it('make a plan without a file', () => {
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

  it('replace the number of requests with --distribute, and the other way round', () => {
    const counted = { requests: 5, clients: 2 };
    assert.deepEqual(withFlags(counted, { distribute: true }, '/here'), { clients: 2, distribute: true });
    assert.deepEqual(withFlags({ distribute: true }, { requests: 3 }, '/here'), { requests: 3 });
  });

  it('resolve paths from the working folder, whatever folder the plan is in', () => {
    const flags = { payload: 'mine.jsonl', output: 'out' };
    const { payload, output } = withFlags(file, flags, '/here', '/plans');
    assert.deepEqual({ payload, output }, { payload: '/here/mine.jsonl', output: '/here/out' });
    const same = withFlags({}, flags, '/here');
    assert.deepEqual(same, { payload: 'mine.jsonl', output: 'out' });
  });

  it('set what is sent with prompts, and resolve its files from the working folder', () => {
    const flags = {
      attach: ['a.png', 's3://bucket/b.pdf'],
      cachePoint: 'system',
      tokenizer: 'tokenizer.json',
      profile: 'work',
    };
    assert.deepEqual(withFlags(file, { prompt: ['hi'], ...flags }, '/here', '/plans'), {
      endpoint: { ...file.endpoint, profile: 'work' },
      prompt: 'hi',
      duration: '30s',
      clients: 2,
      attachments: ['/here/a.png', 's3://bucket/b.pdf'],
      cachePoint: { after: 'system' },
      tokenizer: { tokenizer_module: 'transformers', name: '/here/tokenizer.json' },
    });
    for (const [name, tokenizer] of [
      ['words', { tokenizer_module: 'llmeter' }],
      ['o200k_base', { tokenizer_module: 'tiktoken', name: 'o200k_base' }],
    ] as const) {
      assert.deepEqual(withFlags({}, { tokenizer: name }, '/here'), { tokenizer });
    }
  });

  it('set how to think in one word', () => {
    for (const [thinking, wanted] of [
      ['adaptive', { mode: 'adaptive' }],
      ['disabled', { mode: 'disabled' }],
      ['low', { mode: 'enabled', effort: 'low' }],
      ['2048', { mode: 'enabled', budgetTokens: 2048 }],
    ] as const) {
      assert.equal(thinkingFlag(thinking), thinking);
      assert.deepEqual(withFlags({}, { thinking }, '/here'), { thinking: wanted });
    }
    for (const wrong of ['', '0', 'lots', '-5', '1.5']) {
      assert.throws(() => thinkingFlag(wrong), /It must be adaptive, disabled, an effort \(minimal, low/);
    }
  });

  it('remove keys that do not apply to a payload', () => {
    const plan = { prompt: 'a', system: 's', thinking: {}, cachePoint: {}, attachments: ['x'], maxTokens: 1 };
    assert.deepEqual(withFlags(plan, { payload: 's3://b/p.jsonl' }, '/here', '/plans'), {
      payload: 's3://b/p.jsonl',
    });
  });

  it('add headers to those of the plan', () => {
    const { endpoint } = withFlags(file, { header: ['X-Run: 7', 'Accept-Language:de'] }, '/here');
    assert.deepEqual(endpoint, {
      ...file.endpoint,
      headers: { 'X-Team': 'a', 'X-Run': '7', 'Accept-Language': 'de' },
    });
  });

  it('reject a key in a header without repeating it', () => {
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

  it('leave a malformed endpoint to the check of the plan', () => {
    assert.deepEqual(withFlags({ endpoint: 'x' }, {}, '/here'), { endpoint: 'x' });
  });
});
