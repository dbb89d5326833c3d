import assert from 'node:assert/strict';
import { conduct } from '../../../src/cli/measure/runMeasurement.ts';
import { liveDisplay } from '../../../src/cli/terminal/liveDisplay.ts';
import { liveLines } from '../../../src/cli/terminal/liveLines.ts';
import { styles } from '../../../src/cli/terminal/style.ts';
import type { RunSnapshot } from '../../../src/protocol/run.ts';
import { FakeContext, FakeEngine } from './support/fakeContext.ts';
import { progress, snapshot } from './support/snapshots.ts';
import { VirtualTerminal } from './support/virtualTerminal.ts';

describe('several runs at the same time', () => {
  it('are shown together, in the order of their index, and by nobody else’s', async () => {
    const engine = new FakeEngine({});
    const context = new FakeContext(engine);
    const shown: string[][] = [];
    const notes: string[] = [];
    const display = {
      show: (...snapshots: RunSnapshot[]) => shown.push(snapshots.map(({ name }) => name)),
      note: (text: string) => notes.push(text),
      close: () => {},
    };
    const { promise, resolve } = Promise.withResolvers<string>();
    let id = '';
    const over = conduct(context, display, (_, runId) => {
      id = runId;
      return promise;
    });
    const side = (index: number, name: string) =>
      engine.emit(
        'snapshot',
        snapshot({ runId: `${id}:${index}`, name, progress: { ...progress, inFlight: 3 } }),
      );
    side(10, 'ten');
    side(2, 'two');
    engine.emit('snapshot', snapshot({ runId: `${id}0:1`, name: 'other' }));
    side(10, 'ten again');
    context.signal('SIGINT', 100);
    resolve('done');
    assert.deepEqual(
      [(await over).outcome, shown],
      ['done', [['ten'], ['two', 'ten'], ['two', 'ten again']]],
    );
    assert.match(notes[0] ?? '', /6 requests in flight may finish/);
  });

  it('have their names over their blocks on a terminal, and before their lines elsewhere', () => {
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
