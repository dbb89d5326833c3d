import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { Backlog } from '../../../src/measure/run/backlog.ts';
import { turn, VirtualClock } from './support/virtualClock.ts';

describe('the backlog', () => {
  it('processes nothing inside push: a socket’s callback returns at once', async () => {
    const seen: number[] = [];
    const backlog = new Backlog<number>(
      item => void seen.push(item),
      () => 0,
    );
    backlog.push(1);
    assert.deepEqual([seen, backlog.length], [[], 1]);
    await backlog.drained();
    assert.deepEqual([seen, backlog.length], [[1], 0]);
  });

  it('lets sockets run between slices of a fifth of a millisecond', async () => {
    const clock = new VirtualClock();
    const order: string[] = [];
    const backlog = new Backlog<string>(item => {
      order.push(item);
      clock.pass(0.08);
    }, clock.now);
    for (const item of 'abcdefgh') backlog.push(item);
    const drained = backlog.drained();
    while (backlog.length > 0) {
      await turn();
      order.push('|');
    }
    await drained;
    assert.equal(order.join(''), 'abc|def|gh|');
  });

  it('yields after every item that takes longer than a slice', async () => {
    const clock = new VirtualClock();
    const order: string[] = [];
    const backlog = new Backlog<string>(item => {
      order.push(item);
      clock.pass(5);
    }, clock.now);
    for (const item of 'abc') backlog.push(item);
    while (backlog.length > 0) {
      await turn();
      order.push('|');
    }
    assert.equal(order.join(''), 'a|b|c|');
  });

  it('takes longer slices the more items there are, so that a flood cannot fill the memory', async () => {
    const clock = new VirtualClock();
    let done = 0;
    const backlog = new Backlog<number>(() => {
      done += 1;
      clock.pass(0.125);
    }, clock.now);
    for (let i = 0; i < 2560; i += 1) backlog.push(i);
    const slices: number[] = [];
    while (backlog.length > 0) {
      const before = done;
      await turn();
      slices.push(done - before);
    }
    assert.equal(slices[0], 16, 'ten times the crowd: ten slices');
    assert.equal(slices.at(-2), 2, 'the last ones: one slice');
    assert.ok(slices.every((size, i) => i === 0 || size <= (slices[i - 1] ?? 0)));
  });

  it('is drained at once when it is empty, and only after slow work is really done', async () => {
    let release = () => {};
    const backlog = new Backlog<number>(
      () =>
        new Promise<void>(resolve => {
          release = resolve;
        }),
      () => 0,
    );
    await backlog.drained();
    backlog.push(1);
    let drained = false;
    const over = backlog.drained().then(() => {
      drained = true;
    });
    await turn();
    await turn();
    assert.deepEqual([drained, backlog.length], [false, 0]);
    release();
    await over;
    assert.equal(drained, true);
  });

  it('continues after an error and reports the first one when it is drained', async () => {
    const seen: number[] = [];
    const backlog = new Backlog<number>(
      item => {
        seen.push(item);
        if (item % 2 === 0) throw new Error(`cannot take ${item}`);
      },
      () => 0,
    );
    for (const item of [1, 2, 3, 4]) backlog.push(item);
    await assert.rejects(backlog.drained(), /cannot take 2/);
    assert.deepEqual(seen, [1, 2, 3, 4]);
  });

  it('keeps the order and loses nothing, however items arrive and however long they take', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ burst: fc.integer({ min: 0, max: 1500 }), slow: fc.boolean() }), {
          maxLength: 6,
        }),
        async bursts => {
          const seen: number[] = [];
          const clock = new VirtualClock();
          const backlog = new Backlog<{ n: number; slow: boolean }>(({ n, slow }) => {
            clock.pass(0.01);
            seen.push(n);
            return slow && n % 100 === 0 ? turn() : undefined;
          }, clock.now);
          let n = 0;
          for (const { burst, slow } of bursts) {
            for (let i = 0; i < burst; i += 1) backlog.push({ n: n++, slow });
            await turn();
          }
          await backlog.drained();
          assert.deepEqual(
            seen,
            Array.from({ length: n }, (_, i) => i),
          );
        },
      ),
      { numRuns: 20 },
    ));
});
