import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Output } from '../../../src/cli/process/context.ts';
import { bar } from '../../../src/cli/terminal/bar.ts';
import { type LiveDisplay, liveDisplay } from '../../../src/cli/terminal/liveDisplay.ts';
import { liveLines, logLine } from '../../../src/cli/terminal/liveLines.ts';
import { progressFacts } from '../../../src/cli/terminal/progress.ts';
import { progressLine } from '../../../src/cli/terminal/progressLine.ts';
import { RedrawnBlock } from '../../../src/cli/terminal/redrawnBlock.ts';
import { styles } from '../../../src/cli/terminal/style.ts';
import { clip, oneLine, textWidth } from '../../../src/cli/terminal/textWidth.ts';
import { FakeContext, FakeEngine } from './support/fakeContext.ts';
import { progress, snapshot } from './support/snapshots.ts';
import { VirtualTerminal } from './support/virtualTerminal.ts';

const plain = styles(false);
const timeBound = { ...progress, total: null, duration: 30, elapsed: 12.4 };

describe('live display', () => {
  it('draws the statistics of LLMeter and a progress bar', () => {
    assert.deepEqual(liveLines(snapshot(), 100, plain), [
      '  Throughput: rpm=185.9',
      '  TTFT: p50_ttft=0.312s  p90_ttft=—',
      '  Total requests   42%  ██████████▌░░░░░░░░░░░░░░  84/200  10 in flight  ETA 15 s  11 s elapsed',
    ]);
  });

  it('shows the number of requests and the elapsed time of a time-bound run', () => {
    const lines = liveLines(snapshot({ groups: [], progress: timeBound }), 100, plain);
    assert.deepEqual(lines, [
      '  reqs=84',
      '  Elapsed   41%  ██████████▍░░░░░░░░░░░░░░  12/30s  10 in flight  ETA 18 s  12 s elapsed',
    ]);
  });

  it('names each phase before, during and after the measurement', () => {
    const labels = [
      snapshot({ state: 'preparing', message: 'Measuring this machine' }),
      snapshot({ state: 'warming', progress: { ...progress, warmupDone: 3, warmupTotal: 10 } }),
      snapshot({ state: 'stopping' }),
      snapshot({ progress: { ...timeBound, elapsed: 30.2, inFlight: 0, backlog: 7 } }),
    ].map(each => progressFacts(each));
    assert.deepEqual(labels, [
      { label: 'Measuring this machine', share: null, count: '', details: [] },
      { label: 'Warm-up', share: 0.3, count: '3/10', details: ['10 in flight'] },
      { label: 'Stopping', share: 0.42, count: '84/200', details: ['10 in flight', '11 s elapsed'] },
      {
        label: 'Processing backlog',
        share: 30.2 / 30,
        count: '30/30s',
        details: ['0 in flight', '7 to process', '30 s elapsed'],
      },
    ]);
  });

  it('fits any width, and keeps the percentage and the count if they fit', () => {
    const facts = progressFacts(snapshot({ progress: { ...progress, failed: 3 } }));
    for (let columns = 36; columns < 130; columns++) {
      const line = progressLine(facts, columns, plain);
      assert.ok(textWidth(line) <= columns, `${columns}: ${line}`);
      assert.match(line, / {2}Total requests {3}42% .*84\/200/);
    }
    assert.equal(progressLine(facts, 20, plain), '  Total requests   …');
  });

  it('fills the bar in eighths of a character and keeps its width', () => {
    assert.deepEqual(bar(0.5, 4), { filled: '██', rest: '░░' });
    assert.deepEqual(bar(9 / 16, 2), { filled: '█▏', rest: '' });
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 2, noNaN: true }),
        fc.integer({ min: 1, max: 60 }),
        (share, width) => {
          const { filled, rest } = bar(share, width);
          assert.equal(filled.length + rest.length, width);
        },
      ),
    );
  });

  it('redraws in place on a terminal and leaves only the notes', () => {
    const terminal = new VirtualTerminal(60);
    const display = displayOn(terminal);
    display.show(snapshot());
    display.show(snapshot({ progress: { ...progress, done: 100 } }));
    assert.deepEqual(
      terminal.screen,
      liveLines(snapshot({ progress: { ...progress, done: 100 } }), 59, plain),
    );
    assert.match(terminal.screen[2] ?? '', /^ {2}Total requests {3}50% {2}█+▌?░+ {2}100\/200/);
    display.note('Stopping.');
    assert.equal(terminal.screen[0], 'Stopping.');
    assert.equal(terminal.screen.length, 4);
    display.close();
    assert.deepEqual(terminal.screen, ['Stopping.']);
  });

  it('redraws correctly after the terminal became narrower', () => {
    const terminal = new VirtualTerminal(40);
    const block = new RedrawnBlock(terminal);
    terminal.write('before\n');
    block.draw(['x'.repeat(39)]);
    // A real terminal wraps its content again: the line of 39 characters now takes two rows of 20.
    const narrow = new VirtualTerminal(20);
    narrow.write(terminal.raw);
    terminal.columns = 20;
    terminal.raw = '';
    block.draw(['short']);
    narrow.write(terminal.raw);
    assert.deepEqual(narrow.screen, ['before', 'short']);
  });

  it('uses colours only if they are enabled', () => {
    const coloured = new VirtualTerminal(80, true);
    const uncoloured = new VirtualTerminal(80);
    displayOn(coloured).show(snapshot());
    displayOn(uncoloured).show(snapshot());
    assert.ok(coloured.raw.includes('\u001b[1m'));
    assert.doesNotMatch(uncoloured.raw, /\[\d+m/);
    assert.deepEqual(coloured.screen, uncoloured.screen);
  });

  it('writes a line at least every second and at each change of state if there is no terminal', () => {
    const context = new FakeContext(new FakeEngine({}));
    const display = liveDisplay(context);
    for (const [time, state] of [
      [0, 'preparing'],
      [100, 'running'],
      [300, 'running'],
      [700, 'running'],
      [1000, 'running'],
      [1100, 'saved'],
    ] as const) {
      context.time = time;
      display.show(snapshot({ state }));
    }
    display.close();
    const running = logLine(snapshot());
    const preparing = logLine(snapshot({ state: 'preparing' }));
    assert.equal(context.stderr.text, `${preparing}\n${running}\n${running}\n`);
    assert.equal(
      running,
      'Total requests  42%  84/200  10 in flight, ETA 15 s, 11 s elapsed  rpm=185.9 p50_ttft=0.312s',
    );
  });

  it('says how many of the requests in flight are being answered', () => {
    const { progress } = snapshot();
    const line = logLine(snapshot({ progress: { ...progress, answering: 7 } }));
    assert.match(line, / {2}10 in flight \(7 answering\), ETA/);
  });

  it('shows notes but no progress with LLMETER_DISABLE_ALL_PROGRESS_BARS=1', () => {
    const context = new FakeContext(new FakeEngine({}));
    context.env['LLMETER_DISABLE_ALL_PROGRESS_BARS'] = '1';
    const display = liveDisplay(context);
    display.show(snapshot());
    display.note('Stopping.');
    display.close();
    assert.equal(context.stderr.text, 'Stopping.\n');
  });
});

describe('text on a terminal', () => {
  it('is measured in columns, not characters', () => {
    assert.deepEqual(['abc', '日本', '\u001b[31mred\u001b[39m', '👍🏽', 'é'].map(textWidth), [3, 4, 3, 2, 1]);
  });

  it('is clipped to a width, with an ellipsis', () => {
    assert.deepEqual(
      [clip('abcdef', 6), clip('abcdef', 5), clip('日本語', 4), clip('abc', 0)],
      ['abcdef', 'abcd…', '日…', ''],
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 20 }), (text, width) => {
        fc.pre(!/\p{C}/u.test(text));
        assert.ok(textWidth(clip(text, width)) <= width);
      }),
    );
  });

  it('loses the escape sequences and line breaks of external sources', () => {
    assert.equal(oneLine('a\u001b[2Jb\r\n\tc\u0007\u202ed '), 'ab c d');
  });
});

function displayOn(stderr: Output): LiveDisplay {
  return liveDisplay({ stderr, env: {}, clock: { now: () => 0, wall: () => 0 } });
}
