import assert from 'node:assert/strict';
import { settledWithin } from '../../../src/extension/host/settledWithin.ts';
import { Throttle } from '../../../src/extension/host/throttle.ts';
import { turn, VirtualClock } from '../measure/support/virtualClock.ts';

describe('a throttle', () => {
  it('runs at once, then at most once in its time, and always after the last call', () => {
    const clock = new VirtualClock();
    const began = clock.now();
    const ranAt: number[] = [];
    const throttle = new Throttle(() => ranAt.push(clock.now() - began), 1000, {
      now: () => clock.now(),
      delay: (run, milliseconds) => clock.delay(run, milliseconds),
    });
    for (let i = 0; i < 12; i += 1) {
      throttle.call();
      clock.advance(200);
    }
    clock.advance(5000);
    assert.deepEqual(ranAt, [0, 1000, 2000, 3000]);
    throttle.call();
    throttle.call();
    throttle.dispose();
    clock.advance(5000);
    assert.deepEqual(ranAt, [0, 1000, 2000, 3000, 7400]);
  });
});

describe('waiting for a panel', () => {
  it('ends when it is ready, or after the time', async () => {
    const clock = new VirtualClock();
    const delay = (run: () => void, milliseconds: number) => clock.delay(run, milliseconds);
    assert.equal(await settledWithin(Promise.resolve(), 100, delay), true);
    const never = settledWithin(new Promise(() => {}), 100, delay);
    await turn();
    clock.advance(100);
    assert.equal(await never, false);
  });
});
