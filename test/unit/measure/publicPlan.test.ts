import assert from 'node:assert/strict';
import { parsePlan } from '../../../src/measure/plan/parsePlan.ts';
import { publicPlan, publicUrl, secretTexts } from '../../../src/measure/plan/publicPlan.ts';

const baseUrl = 'https://host/v1?key=in%2Fquery&n=1';
const headers = { Authorization: 'Bearer sk-in-header', 'x-title': 'two words' };
const plan = parsePlan({ endpoint: { kind: 'openai-chat', model: 'm', baseUrl, headers } }, 'x');

describe('the public form of a plan', () => {
  it('has no header values and no query values; nothing else is changed', () => {
    assert.deepEqual(publicPlan(plan), {
      ...plan,
      endpoint: {
        ...plan.endpoint,
        baseUrl: 'https://host/v1?key=***&n=***',
        headers: { Authorization: '***', 'x-title': '***' },
      },
    });
    assert.equal(plan.endpoint.baseUrl, baseUrl, 'the plan itself is left as it was');
  });

  it('has no user and password in a URL', () => {
    assert.equal(publicUrl('https://user:p%40ss@host/v1'), 'https://host/v1');
  });

  it('keeps a URL without secrets exactly as written', () => {
    for (const url of ['http://localhost:8000/v1', 'http://LOCALHOST', 'simulated:fast', undefined]) {
      assert.equal(publicUrl(url), url ?? null);
    }
  });

  it('lists the texts that must appear nowhere, also decoded and without their scheme', () => {
    assert.deepEqual(secretTexts(plan.endpoint, { apiKey: 'sk-key' }), [
      'sk-key',
      'in/query',
      'in%2Fquery',
      'Bearer sk-in-header',
      'sk-in-header',
    ]);
    const headers = { 'x-format': 'response', 'x-team': 'team-secret-0123456789', 'x-api-key': 'short' };
    assert.deepEqual(
      secretTexts({ ...plan.endpoint, baseUrl: undefined, headers }, {}),
      ['team-secret-0123456789', 'short'],
      'a value is secret by its name or its looks',
    );
    assert.deepEqual(
      secretTexts(parsePlan({ endpoint: { kind: 'openai-chat', model: 'm' } }, 'x').endpoint, {}),
      [],
    );
  });
});
