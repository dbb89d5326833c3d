import assert from 'node:assert/strict';
import type { Stall } from '../../../src/core/request/stalls.ts';
import { LoopWatch } from '../../../src/measure/run/loopWatch.ts';

/** An event loop whose every step the test decides. Times are milliseconds; stalls are in seconds. */
function steppedLoop() {
  let now = 1000;
  let idle = 0;
  let tick = () => {};
  const after: (() => void)[] = [];
  const stalls: Stall[] = [];
  const watch = new LoopWatch(
    {
      now: () => now,
      idle: () => idle,
      afterEvents: call => after.push(call),
      every: (_, call) => {
        tick = call;
        return () => {};
      },
    },
    1000,
    stall => stalls.push(stall),
  );
  watch.start();
  return {
    watch,
    stalls,
    work(milliseconds: number) {
      now += milliseconds;
    },
    wait(milliseconds: number) {
      now += milliseconds;
      idle += milliseconds;
    },
    read() {
      watch.read(now);
    },
    tick: () => tick(),
    endEvents() {
      for (const call of after.splice(0)) call();
    },
    /** Since the beginning, in milliseconds. */
    found: () =>
      stalls.map(({ from, until, to }) => [from, until, to].map(at => Math.round(at * 1e6) / 1000)),
  };
}

describe('the watch over the event loop', () => {
  it('finds nothing while reads are prompt and the timer is on time', () => {
    const loop = steppedLoop();
    for (let i = 0; i < 5; i++) {
      loop.wait(1.9);
      loop.read();
      loop.work(0.05);
      loop.endEvents();
      loop.work(0.05);
      loop.tick();
    }
    assert.deepEqual(loop.found(), []);
    assert.deepEqual(loop.watch.stops, { total: 0, longest: 0 });
  });

  it('events that one wait brought are late by what was read before them', () => {
    const loop = steppedLoop();
    loop.wait(1);
    loop.read();
    loop.work(3);
    loop.read();
    loop.endEvents();
    assert.deepEqual(loop.found(), [[1, 1, 4]]);
    assert.deepEqual(loop.watch.at(0.004), { from: 0.001, until: 0.001, to: 0.004 });
    assert.equal(loop.watch.at(0.0005), null);
    assert.equal(loop.watch.at(0.005), null);
  });

  it('what arrived during work of this thread may be late by all of it', () => {
    const loop = steppedLoop();
    loop.wait(1);
    loop.read();
    loop.endEvents();
    loop.work(0.9);
    loop.read();
    loop.endEvents();
    assert.deepEqual(loop.found(), [[1, 1.9, 1.9]]);
  });

  it('a stop of the process that looks like waiting shows in the late timer', () => {
    const loop = steppedLoop();
    loop.wait(400);
    loop.read();
    loop.work(2);
    loop.endEvents();
    loop.tick();
    assert.deepEqual(loop.found(), [[0, 400, 402]]);
    assert.deepEqual(loop.watch.at(0.401)?.from, 0);
    assert.equal(loop.watch.stops.longest, 0.4);
  });

  it('reads right behind a late timer waited as long', () => {
    const loop = steppedLoop();
    loop.wait(400);
    loop.tick();
    loop.read();
    loop.endEvents();
    assert.deepEqual(loop.found().at(-1), [0, 400, 400]);
    loop.wait(1);
    loop.read();
    loop.endEvents();
    assert.equal(loop.watch.at(0.401), null, 'after a wait, reads are prompt again');
  });

  it('knows a stall before the loop has gone on', () => {
    const loop = steppedLoop();
    loop.wait(50);
    loop.read();
    loop.work(5);
    assert.deepEqual(loop.watch.at(0.055), { from: 0, until: 0.05, to: 0.055 });
  });

  it('keeps the newest stalls in bounded memory', () => {
    const loop = steppedLoop();
    for (let i = 0; i < 40_000; i++) {
      loop.wait(1);
      loop.read();
      loop.work(1);
      loop.endEvents();
    }
    assert.equal(loop.stalls.length, 40_000);
    const end = (1 + 1) * 40_000 - 1;
    assert.ok(loop.watch.at((end + 0.5) / 1000));
    assert.equal(loop.watch.at(1.5 / 1000), null);
  });
});
