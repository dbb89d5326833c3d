import assert from 'node:assert/strict';
import { rememberedCount } from '../../../src/core/tokens/rememberedCount.ts';

describe('remembered counts', () => {
  it('count a text once, until a thousand others have followed', () => {
    const counted: string[] = [];
    const count = rememberedCount(text => {
      counted.push(text);
      return [...text];
    });
    assert.deepEqual([count('abc'), count(''), count('abc'), count('')], [3, 0, 3, 0]);
    assert.deepEqual(counted, ['abc', '']);

    for (let i = 0; i < 998; i += 1) count(String(i));
    count('abc');
    assert.equal(counted.filter(text => text === 'abc').length, 1);
    count('one more');
    count('');
    assert.equal(counted.filter(text => text === '').length, 2);
  });
});
