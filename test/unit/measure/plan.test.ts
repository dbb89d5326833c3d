import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../../../src/core/base/errors.ts';
import { parseEndpoint, parsePlan, planJsonSchema } from '../../../src/measure/plan/parsePlan.ts';
import { configOf } from '../../../src/measure/run/runConfig.ts';

const endpoint = { kind: 'openai-chat', model: 'm' };
const parse = (fields: object) => parsePlan({ endpoint, ...fields }, 'The plan');

function refusal(value: unknown): string {
  try {
    parsePlan(value, 'The plan');
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.message;
  }
  return assert.fail(`accepted: ${JSON.stringify(value)}`);
}

describe('a plan', () => {
  it('has its defaults filled in, and times in seconds', () => {
    const config = configOf(parse({ duration: '1.5m', rampUp: '250ms', slo: { ttft: '200ms' } }), 'r', []);
    assert.deepEqual(config, {
      name: 'r',
      description: null,
      clients: 1,
      requests: null,
      duration: 90,
      warmup: 0,
      rampUp: 0.25,
      timeout: 60,
      seed: 0,
      lowMemory: false,
      maxErrorRate: null,
      stopOn: { refused: 5, share: null, last: 100 },
      distribute: false,
      progressBarStats: null,
      slo: { ttft: 0.2, ttlt: undefined, tpot: undefined },
      payloads: [],
    });
  });

  it('requests with duration are rejected', () => {
    assert.equal(
      refusal({ endpoint, requests: 3, duration: '3s' }),
      'The plan: Give either "requests" or "duration", not both.',
    );
  });

  it('a number of requests or a duration with distributed payloads is rejected', () => {
    for (const bound of [{ requests: 3 }, { duration: '3s' }]) {
      assert.match(
        refusal({ endpoint, distribute: true, ...bound }),
        /"distribute" sends each payload once, so it cannot be combined with "(requests|duration)"/,
      );
    }
  });

  for (const [key, value, sentence] of [
    [
      'clients',
      0,
      '"clients" must be greater than 0, not 0: Number of concurrent clients. Each waits for an answer before it sends its next request.',
    ],
    [
      'clients',
      -1,
      '"clients" must be greater than 0, not -1: Number of concurrent clients. Each waits for an answer before it sends its next request.',
    ],
    [
      'clients',
      1.5,
      '"clients" must be a whole number, not 1.5: Number of concurrent clients. Each waits for an answer before it sends its next request.',
    ],
    [
      'requests',
      0,
      '"requests" must be greater than 0, not 0: Requests per client; default: the number of payloads.',
    ],
    [
      'requests',
      -2,
      '"requests" must be greater than 0, not -2: Requests per client; default: the number of payloads.',
    ],
    [
      'requests',
      'many',
      '"requests" must be a number, not "many": Requests per client; default: the number of payloads.',
    ],
    [
      'warmup',
      -1,
      '"warmup" must be at least 0, not -1: Warm-up requests per client. They are recorded and marked, and excluded from all statistics.',
    ],
    [
      'maxTokens',
      0,
      '"maxTokens" must be greater than 0, not 0: Maximum number of tokens of an answer to `prompt`.',
    ],
    [
      'lowMemory',
      'yes',
      '"lowMemory" must be true or false, not "yes": Keep no answers in memory. They are saved in the run folder only.',
    ],
  ] as const) {
    it(`${key} ${JSON.stringify(value)} is rejected in a sentence`, () => {
      assert.equal(refusal({ endpoint, [key]: value }), `The plan: ${sentence}`);
    });
  }

  it('a zero, negative or unreadable time is rejected, naming its key', () => {
    for (const key of ['duration', 'timeout', 'rampUp']) {
      for (const value of [-1, '-3s', 'soon', '']) {
        assert.match(
          refusal({ endpoint, [key]: value }),
          new RegExp(`^The plan: "${key}" `),
          `${key} ${value}`,
        );
      }
    }
    for (const value of [0, '0s', '0', '0.0ms']) {
      for (const key of ['duration', 'timeout']) {
        assert.match(
          refusal({ endpoint, [key]: value }),
          new RegExp(`^The plan: "${key}" `),
          `${key} ${value}`,
        );
      }
    }
    assert.equal(configOf(parse({ rampUp: 0 }), 'r', []).rampUp, 0);
  });

  it('an empty name is rejected', () => {
    for (const name of ['', '  ']) assert.match(refusal({ endpoint, name }), /^The plan: "name" /);
  });

  it('a name that cannot be a folder name is rejected', () => {
    for (const name of ['a/b', '..\\b', 'a:b', '*'])
      assert.match(refusal({ endpoint, name }), /^The plan: "name" /);
  });

  it('an unknown key is refused with the nearest valid one', () => {
    assert.equal(refusal({ endpoint, client: 2 }), 'The plan: Unknown key "client". Did you mean "clients"?');
    assert.equal(
      refusal({ endpoint: { ...endpoint, base_url: 'http://x' } }),
      'The plan: Unknown key "base_url" in "endpoint". Did you mean "baseUrl"?',
    );
    assert.equal(
      refusal({ endpoint, slo: { tfft: 1 } }),
      'The plan: Unknown key "tfft" in "slo". Did you mean "ttft"?',
    );
    assert.match(
      refusal({ endpoint, zzz: 1 }),
      /^The plan: Unknown key "zzz"\. Known keys: name, description, /,
    );
  });

  it('missing values and values of a wrong type are named', () => {
    assert.match(refusal({}), /^The plan: "endpoint" is missing/);
    assert.match(refusal({ endpoint: { model: 'm' } }), /^The plan: "endpoint\.kind" /);
    assert.match(refusal({ endpoint: { kind: 'openai-chat' } }), /^The plan: "endpoint\.model" is missing/);
    assert.match(refusal({ endpoint: { kind: 'openai', model: 'm' } }), /one of .*"?openai-chat/);
    assert.match(refusal(null), /^The plan: /);
    assert.match(refusal([1]), /^The plan: /);
    assert.match(refusal('text'), /^The plan: /);
  });

  it('an API key in the wrong place is not repeated', () => {
    const key = 'sk-live-0123456789abcdef';
    for (const wrong of [
      { apiKeyEnv: key },
      { headers: `Authorization: Bearer ${key}` },
      { headers: { Authorization: [key] } },
      { apiKey: key },
      { [key]: 1 },
    ]) {
      const sentence = refusal({ endpoint: { ...endpoint, ...wrong } });
      if (!(key in wrong)) assert.ok(!sentence.includes(key), sentence);
    }
  });

  it('an endpoint on its own is checked with the same messages', () => {
    assert.throws(() => parseEndpoint({ kind: 'openai-chat', modle: 'm' }), {
      name: 'UserError',
      message: /^The endpoint: .*Unknown key "modle"\. Did you mean "model"\?/,
    });
    assert.deepEqual(parseEndpoint({ kind: 'openai-chat', model: 'm' }).stream, true);
  });

  it('has the JSON schema that editors use', async () => {
    const file = new URL('../../../schemas/run-plan.schema.json', import.meta.url);
    assert.ok(
      isDeepStrictEqual(
        JSON.parse(await readFile(file, 'utf8')),
        JSON.parse(JSON.stringify(planJsonSchema())),
      ),
      'schemas/run-plan.schema.json is old: make it with `node src/cli/main.ts schema > schemas/run-plan.schema.json`',
    );
  });
});
