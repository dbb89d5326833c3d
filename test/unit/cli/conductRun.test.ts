import assert from 'node:assert/strict';
import { conductRun } from '../../../src/cli/measure/runMeasurement.ts';
import type { LiveDisplay } from '../../../src/cli/terminal/liveDisplay.ts';
import { RemoteError } from '../../../src/protocol/channel.ts';
import type { RunOutcome } from '../../../src/protocol/run.ts';
import { FakeContext, FakeEngine } from './support/fakeContext.ts';
import { snapshot } from './support/snapshots.ts';

const start = {
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
  const engine = new FakeEngine({ run: () => promise, stop: () => null });
  const context = new FakeContext(engine);
  const display = new RecordedDisplay();
  const conducted = conductRun(context, display, start);
  const params = engine.asked[0]?.params as { runId: string };
  const stops = () =>
    engine.asked
      .filter(({ name }) => name === 'stop')
      .map(({ params }) => (params as { stage: number }).stage);
  return { engine, context, display, conducted, runId: params.runId, resolve, reject, stops };
}

describe('conducting a run', () => {
  it('shows the snapshots of this run only, then cleans up', async () => {
    const { engine, context, display, conducted, runId, resolve } = startRun();
    const mine = snapshot({ runId });
    engine.emit('snapshot', mine);
    engine.emit('snapshot', snapshot({ runId: 'other' }));
    engine.emit('log', { level: 'warn', message: 'The disk is nearly full.' });
    engine.emit('log', { level: 'info', message: 'not for people' });
    engine.emit('log', { level: 'error', message: 'said at the end' });
    resolve({ ...outcome, state: 'saved' });
    assert.deepEqual(await conducted, {
      outcome: { ...outcome, state: 'saved' },
      last: mine,
      interrupted: false,
    });
    assert.deepEqual(display.events, ['show', 'The disk is nearly full.', 'close']);
    assert.deepEqual([engine.closed, context.signalListeners], [true, 0]);
  });

  it('stops in two stages, and ends the process if even that hangs', async () => {
    const { engine, context, display, conducted, runId, resolve, stops } = startRun();
    engine.emit('snapshot', snapshot({ runId }));
    context.signal('SIGINT', 1000);
    assert.deepEqual(stops(), [1]);
    context.signal('SIGINT', 1000);
    assert.deepEqual([stops(), context.quitWith], [[1, 2], null]);
    context.signal('SIGINT', 1000);
    assert.equal(context.quitWith, 130);
    resolve(outcome);
    assert.equal((await conducted).interrupted, true);
    assert.deepEqual(display.events, [
      'show',
      'Stopping: nothing more is sent. 10 requests in flight may finish. Press Ctrl-C again to abort at once.',
      'Aborting. What has been answered so far is kept.',
      'close',
    ]);
  });

  it('takes a signal that npm or a shell passes on again for one', async () => {
    const { context, conducted, resolve, stops } = startRun();
    context.signal('SIGINT', 1000);
    context.signal('SIGINT', 5);
    assert.deepEqual(stops(), [1]);
    resolve(outcome);
    await conducted;
  });

  it('aborts at once when the process is told to end', async () => {
    const { context, conducted, resolve, stops } = startRun();
    context.signal('SIGTERM', 1000);
    assert.deepEqual(stops(), [2]);
    resolve(outcome);
    await conducted;
  });

  it('cleans up when the engine refuses', async () => {
    const { engine, context, display, conducted, reject } = startRun();
    reject(new RemoteError('UserError', 'No.'));
    await assert.rejects(conducted, { name: 'UserError', message: 'No.' });
    assert.deepEqual([engine.closed, context.signalListeners, display.events], [true, 0, ['close']]);
  });
});
