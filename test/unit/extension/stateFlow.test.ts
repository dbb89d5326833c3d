import assert from 'node:assert/strict';
import { StateFlow } from '../../../src/extension/panels/stateFlow.ts';
import { VirtualClock } from '../measure/support/virtualClock.ts';

describe('the flow of states to a panel', () => {
  let clock: VirtualClock;
  let flow: StateFlow;
  let sentAt: number[];

  beforeEach(() => {
    clock = new VirtualClock();
    const began = clock.now();
    sentAt = [];
    flow = new StateFlow({
      send: () => sentAt.push(clock.now() - began),
      now: () => clock.now(),
      delay: (run, milliseconds) => clock.delay(run, milliseconds),
    });
  });

  it('waits until the last state is drawn, however many are newer', () => {
    flow.changed();
    for (let i = 0; i < 20; i += 1) {
      clock.advance(200);
      flow.changed();
    }
    assert.deepEqual(sentAt, [0]);
    flow.drawn(0);
    assert.deepEqual(sentAt, [0, 4000]);
  });

  it('lets the panel rest as long as it asks for, and then sends by itself', () => {
    flow.changed();
    clock.advance(30);
    flow.changed();
    flow.drawn(600);
    clock.advance(599);
    assert.deepEqual(sentAt, [0]);
    clock.advance(1);
    assert.deepEqual(sentAt, [0, 630]);
    flow.drawn(600);
    clock.advance(5000);
    assert.deepEqual(sentAt, [0, 630], 'nothing is newer');
  });

  it('sends at most every 200 ms to a panel that draws at once', () => {
    for (let i = 0; i < 10; i += 1) {
      flow.changed();
      flow.drawn(0);
      clock.advance(100);
    }
    assert.deepEqual(sentAt, [0, 200, 400, 600, 800, 1000]);
  });

  it('sends at once what a person waits for', () => {
    flow.changed();
    flow.changed();
    flow.sendNow();
    assert.deepEqual(sentAt, [0, 0]);
  });

  it('goes on when a webview was hidden, or has lost a state', () => {
    flow.changed();
    flow.forget();
    clock.advance(400);
    flow.changed();
    assert.deepEqual(sentAt, [0, 400]);
    clock.advance(9999);
    flow.changed();
    assert.deepEqual(sentAt, [0, 400]);
    clock.advance(1);
    flow.changed();
    assert.deepEqual(sentAt, [0, 400, 10_400]);
  });
});
