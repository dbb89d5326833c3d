import assert from 'node:assert/strict';
import { planEndpoint } from '../../../src/extension/endpoints/planEndpoint.ts';
import { checkEndpoint } from '../../../src/extension/endpoints/savedEndpoint.ts';

const config = (model: string, baseUrl?: string) =>
  checkEndpoint({ kind: 'openai-chat', model, ...(baseUrl && { baseUrl }) });
const saved = [
  { id: 'own', config: config('m', 'https://a.example/v1') },
  { id: 'openai', config: config('m') },
];

describe('the endpoint of a plan', () => {
  it('has the key of the saved endpoint that it matches, and of no other', () => {
    assert.deepEqual(
      [
        config('m', 'https://a.example/v2'),
        config('m', 'https://api.openai.com/v1'),
        config('other', 'https://a.example/v1'),
        config('m', 'https://evil.example/v1'),
      ].map(it => planEndpoint(it, saved).id),
      ['own', 'openai', 'plan', 'plan'],
    );
  });
});
