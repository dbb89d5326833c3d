import assert from 'node:assert/strict';
import { bodyOf } from '../../../src/cli/plan/payloadFlags.ts';

describe('several --body', () => {
  it('are merged at every depth; the last one decides', () => {
    const texts = ['{"a": {"b": 1, "d": [1]}, "top_k": 5}', '{"a": {"c": 2, "d": [2]}}', '{"top_k": 40}'];
    assert.deepEqual(bodyOf(texts, '.'), { a: { b: 1, c: 2, d: [2] }, top_k: 40 });
    assert.deepEqual(bodyOf([], '.'), {});
  });
});
