import assert from 'node:assert/strict';
import { Kept } from '../../../src/measure/payloads/kept.ts';

describe('prompts that are kept in memory', () => {
  const fill = (needed: number | null) => {
    const kept = new Kept<number>(needed, 1000);
    for (let i = 0; i < 10; i++) if (!kept.add(i, 200, 'big.json')) break;
    return kept.items.length;
  };

  it('are as many as fit, if the run sends no more', () => {
    assert.equal(fill(3), 3);
    assert.equal(fill(1), 3);
  });

  it('are refused if the run may send more', () => {
    for (const needed of [null, 4]) {
      assert.throws(() => fill(needed), {
        name: 'UserError',
        message:
          'big.json holds more prompts than fit in memory. The first 3 fit: set "requests" so that the run needs no more than those, or take a part of the file.',
      });
    }
  });
});
