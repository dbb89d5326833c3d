import assert from 'node:assert/strict';
import { VirtualTerminal } from '../unit/cli/support/virtualTerminal.ts';
import { aPersonsPause, emptyFolder } from './support/cli.ts';
import { hasPseudoTerminal, TerminalSession } from './support/pseudoTerminal.ts';

const controlC = '\u0003';

describe('llmeter run on a terminal', () => {
  let folder = '';
  before(async function () {
    if (!hasPseudoTerminal()) return this.skip();
    folder = await emptyFolder();
  });

  const args = ['run', '--base-url', 'simulated:steady', '--prompt', 'hi', '--clients', '2', '--output', '.'];

  /** What the screen shows at the end. */
  function screenOf(session: TerminalSession, columns: number): string[] {
    const terminal = new VirtualTerminal(columns);
    terminal.write(session.output);
    return terminal.screen;
  }

  it('redraws in place and leaves only the result', async () => {
    const session = new TerminalSession([...args, '--requests', '3', '--name', 'inplace'], 78, folder);
    assert.equal(await session.ended, 0);
    assert.match(session.output, /Total requests.*(17|33|50|67|83)%.*█+.*[1-5]\/6/);
    assert.match(session.output, /TTFT:.* p50_ttft=\d+\.\d+s/);
    const screen = screenOf(session, 78);
    assert.ok(!screen.some(line => /Total requests|p50_ttft/.test(line)), screen.join('\n'));
    assert.match(screen.join('\n'), /^inplace {2}simulated-model[\s\S]*TTFT [\s\S]*Run folder: .*inplace$/m);
  });

  it('fits a narrow terminal and has no colours with NO_COLOR', async () => {
    const session = new TerminalSession([...args, '--requests', '2', '--name', 'narrow'], 44, folder, {
      NO_COLOR: '1',
    });
    assert.equal(await session.ended, 0);
    assert.doesNotMatch(session.output, /\[\d+m/);
    for (const line of screenOf(session, 200).filter(line => /^ {2}|^TT|^IT/.test(line))) {
      assert.ok(line.length < 44, line);
    }
  });

  it('stops at the first Ctrl-C from the keyboard and aborts at the second', async () => {
    const session = new TerminalSession(
      [
        'run',
        '--base-url',
        'simulated:stall',
        '--clients',
        '2',
        '--duration',
        '10m',
        '--output',
        '.',
        '--name',
        'keys',
      ],
      78,
      folder,
    );
    await session.saw(/Elapsed.*2 in flight/);
    session.type(controlC);
    await session.saw(/Stopping: no more requests are sent\. Waiting for 2 requests in flight\./);
    await aPersonsPause();
    session.type(controlC);
    assert.equal(await session.ended, 130);
    const screen = screenOf(session, 78).join('\n');
    assert.match(screen, /Stopping[\s\S]*Aborting[\s\S]*Run folder: .*keys$/);
  });
});
