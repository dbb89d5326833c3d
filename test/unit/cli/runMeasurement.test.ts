import assert from 'node:assert/strict';
import { runMeasurement } from '../../../src/cli/measure/runMeasurement.ts';
import type { LiveDisplay } from '../../../src/cli/terminal/liveDisplay.ts';
import { RemoteError } from '../../../src/protocol/channel.ts';
import type { Measurement } from '../../../src/protocol/measurement.ts';
import type { RunOutcome } from '../../../src/protocol/run.ts';
import { FakeContext, FakeEngine } from './support/fakeContext.ts';
import { snapshot } from './support/snapshots.ts';

const measurement: Measurement<'run'> = {
  kind: 'run',
  plan: {},
  baseFolder: '/home/me',
  defaultOutput: '/home/me/llmeter-runs',
  secrets: {},
  network: {},
};

const outcome: RunOutcome = {
  folder: '/home/me/llmeter-runs/demo',
  stats: {},
  metrics: {},
  environment: {},
  cost: null,
  diagnostics: [],
  state: 'partial',
  message: null,
  totalRequests: 84,
  failedRequests: 0,
};

class RecordedDisplay implements LiveDisplay {
  readonly events: string[] = [];
  show(): void {
    this.events.push('show');
  }
  note(text: string): void {
    this.events.push(text);
  }
  close(): void {
    this.events.push('close');
  }
}

/** A run that goes on until the test ends it. */
function startRun() {
  const { promise, resolve, reject } = Promise.withResolvers<RunOutcome>();
  const engine = new FakeEngine({
    measure: async () => ({ kind: 'run', outcome: await promise }),
    stop: () => null,
  });
  const context = new FakeContext(engine);
  const display = new RecordedDisplay();
  const ended = runMeasurement(engine, context, display, measurement);
  const id = engine.measurementId ?? '';
  const stops = () =>
    engine.asked
      .filter(({ name }) => name === 'stop')
      .map(({ params }) => (params as { stage: number }).stage);
  return { engine, context, display, ended, id, resolve, reject, stops };
}

describe('running a measurement', () => {
  it('shows the snapshots of this measurement only, then cleans up', async () => {
    const { engine, context, display, ended, id, resolve } = startRun();
    const mine = snapshot();
    engine.emit('snapshot', { id, step: 0, snapshot: mine });
    engine.emit('snapshot', { id: 'other', step: 0, snapshot: snapshot({ name: 'other' }) });
    engine.emit('step', { id: 'other', step: 1 });
    engine.emit('log', { level: 'warn', message: 'The disk is nearly full.' });
    engine.emit('log', { level: 'info', message: 'not for the terminal' });
    engine.emit('log', { level: 'error', message: 'reported at the end' });
    resolve({ ...outcome, state: 'saved' });
    assert.deepEqual(await ended, {
      outcome: { ...outcome, state: 'saved' },
      last: mine,
      interrupted: false,
    });
    assert.deepEqual(display.events, ['show', 'The disk is nearly full.', 'close']);
    assert.deepEqual([engine.listeners, context.signalListeners], [0, 0]);
  });

  it('stops in two stages, and ends the process if even that hangs', async () => {
    const { engine, context, display, ended, id, resolve, stops } = startRun();
    engine.emit('snapshot', { id, step: 0, snapshot: snapshot() });
    context.signal('SIGINT', 1000);
    assert.deepEqual(stops(), [1]);
    context.signal('SIGINT', 1000);
    assert.deepEqual([stops(), context.quitWith], [[1, 2], null]);
    context.signal('SIGINT', 1000);
    assert.equal(context.quitWith, 130);
    resolve(outcome);
    assert.equal((await ended).interrupted, true);
    assert.deepEqual(display.events, [
      'show',
      'Stopping: no more requests are sent. Waiting for 10 requests in flight. Press Ctrl-C again to abort.',
      'Aborting. Responses received so far are kept.',
      'close',
    ]);
  });

  it('ignores a signal that npm or a shell passes on again', async () => {
    const { context, ended, resolve, stops } = startRun();
    context.signal('SIGINT', 1000);
    context.signal('SIGINT', 5);
    assert.deepEqual(stops(), [1]);
    resolve(outcome);
    await ended;
  });

  it('aborts at once on SIGTERM', async () => {
    const { context, ended, resolve, stops } = startRun();
    context.signal('SIGTERM', 1000);
    assert.deepEqual(stops(), [2]);
    resolve(outcome);
    await ended;
  });

  it('cleans up when the engine rejects the measurement', async () => {
    const { engine, context, display, ended, reject } = startRun();
    reject(new RemoteError('UserError', 'No.'));
    await assert.rejects(ended, { name: 'UserError', message: 'No.' });
    assert.deepEqual([engine.listeners, context.signalListeners, display.events], [0, 0, ['close']]);
  });
});
