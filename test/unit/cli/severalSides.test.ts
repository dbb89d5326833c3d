import assert from 'node:assert/strict';
import { runMeasurement } from '../../../src/cli/measure/runMeasurement.ts';
import { liveDisplay } from '../../../src/cli/terminal/liveDisplay.ts';
import { liveLines } from '../../../src/cli/terminal/liveLines.ts';
import { styles } from '../../../src/cli/terminal/style.ts';
import type { AbOutcome } from '../../../src/protocol/experiments.ts';
import type { Finished, Measurement } from '../../../src/protocol/measurement.ts';
import type { RunSnapshot } from '../../../src/protocol/run.ts';
import { FakeContext, FakeEngine } from './support/fakeContext.ts';
import { progress, snapshot } from './support/snapshots.ts';
import { VirtualTerminal } from './support/virtualTerminal.ts';

const measurement: Measurement<'ab'> = {
  kind: 'ab',
  sides: [],
  baseFolder: '/home/me',
  defaultOutput: '/home/me/llmeter-runs',
  network: {},
};

const outcome: AbOutcome = {
  folder: '/home/me/llmeter-runs/ab',
  name: 'ab',
  state: 'saved',
  message: null,
  endedByBudget: false,
  sides: [],
  comparison: null,
  findings: [],
};

/** An A/B test that goes on until the test ends it, and what the display was asked to show. */
function startSides() {
  const { promise, resolve } = Promise.withResolvers<Finished>();
  const engine = new FakeEngine({ measure: () => promise, stop: () => null });
  const context = new FakeContext(engine);
  const shown: string[][] = [];
  const notes: string[] = [];
  const display = {
    show: (...snapshots: RunSnapshot[]) => shown.push(snapshots.map(({ name }) => name)),
    note: (text: string) => notes.push(text),
    close: () => {},
  };
  const ended = runMeasurement(engine, context, display, measurement, step => `Step ${step + 1}`);
  const id = engine.measurementId ?? '';
  const side = (step: number, name: string) =>
    engine.emit('snapshot', {
      id,
      step,
      snapshot: snapshot({ name, progress: { ...progress, inFlight: 3 } }),
    });
  return { engine, context, ended, id, shown, notes, side, finish: () => resolve({ kind: 'ab', outcome }) };
}

describe('sides that are measured at the same time', () => {
  it('are shown together, in the order of their steps', async () => {
    const { context, ended, shown, notes, side, finish } = startSides();
    side(10, 'ten');
    side(2, 'two');
    side(10, 'ten again');
    context.signal('SIGINT', 100);
    finish();
    assert.deepEqual(
      [(await ended).outcome, shown],
      [outcome, [['ten'], ['two', 'ten'], ['two', 'ten again']]],
    );
    assert.match(notes[0] ?? '', /Waiting for 6 requests in flight/);
  });

  it('are no longer shown when the next step begins', async () => {
    const { engine, ended, id, shown, notes, side, finish } = startSides();
    side(0, 'one');
    engine.emit('step', { id, step: 1 });
    side(1, 'two');
    finish();
    await ended;
    assert.deepEqual([shown, notes], [[['one'], ['two']], ['Step 2']]);
  });

  it('have their names above their blocks on a terminal, and before their lines elsewhere', () => {
    const terminal = new VirtualTerminal(60);
    const both = [snapshot({ name: 'old' }), snapshot({ name: 'new', progress: { ...progress, done: 100 } })];
    const context = new FakeContext(new FakeEngine({}));
    liveDisplay({ env: {}, clock: context.clock, stderr: terminal }).show(...both);
    const plain = styles(false);
    assert.deepEqual(
      terminal.screen,
      both.flatMap(run => [run.name, ...liveLines(run, 59, plain)]),
    );
    liveDisplay(context).show(...both);
    assert.match(context.stderr.text, /^old: Total requests {2}42% .*\nnew: Total requests {2}50% .*\n$/);
  });
});
