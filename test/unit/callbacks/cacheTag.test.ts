import assert from 'node:assert/strict';
import { cacheTag, withoutCacheTags } from '../../../src/core/callbacks/cacheTag.ts';
import { requestConditions } from '../../../src/core/compare/conditions.ts';
import { emptyResponse } from '../../../src/core/request/response.ts';

const tagged = (i: number) => cacheTag(i.toString(16).padStart(16, '0'));

describe('the tags of the cache buster', () => {
  it('are removed again, and nothing else is', () => {
    assert.equal(withoutCacheTags(`${tagged(1)}be brief\n${tagged(1)}hi`), 'be brief\nhi');
    const similar = '[req-1] [req-0123456789abcdef][req-0123456789ABCDEF] hi';
    assert.equal(withoutCacheTags(similar), similar);
  });

  it('do not make runs of the same prompts incomparable', () => {
    const prompts = (first: number) =>
      requestConditions(
        [0, 1, 2].map(i => ({
          response: { ...emptyResponse(), input_prompt: `${tagged(first + i)}${i === 0 ? 'a' : 'b'}` },
          trace: null,
        })),
      ).prompts;
    assert.deepEqual(prompts(0), new Set(['a', 'b']));
    assert.deepEqual(prompts(3), prompts(0));
  });
});
