import assert from 'node:assert/strict';
import { requestConditions } from '../../../src/core/compare/conditions.ts';
import { repeatedInLevels } from '../../../src/core/loadTest/repeatedPrompts.ts';
import { emptyResponse } from '../../../src/core/request/response.ts';

const level = (prompts: (string | null)[], cached: number | null = null) =>
  requestConditions(
    prompts.map(input_prompt => ({
      response: { ...emptyResponse(), input_prompt, num_tokens_input_cached: cached },
      trace: null,
    })),
  );

describe('prompts repeated in a load test', () => {
  it('are counted within levels and between them', () => {
    assert.deepEqual(repeatedInLevels([level(['a', 'b']), level(['a', 'c', 'c'])]), [
      '2 of 5 requests repeated a prompt that had been sent before, in the same level or in another one; a prefix cache may have answered, which makes levels look faster than they are. Use synthetic prompts, more prompts, or the callback "cacheBuster".',
    ]);
  });

  it('are no reason for a warning if there are none, or if the provider reports that it cached nothing', () => {
    assert.deepEqual(repeatedInLevels([level(['a', 'b']), level(['c', null, null])]), []);
    assert.deepEqual(repeatedInLevels([level(['a'], 0), level(['a'], 0)]), []);
    assert.equal(repeatedInLevels([level(['a'], 0), level(['a'], 5)]).length, 1);
  });
});
