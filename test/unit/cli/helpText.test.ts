import assert from 'node:assert/strict';
import { Command } from 'commander';
import { addHelp, addMeasureHelp, type HelpText } from '../../../src/cli/options/helpText.ts';
import { exitCodes } from '../../../src/cli/process/exitCodes.ts';
import { runCli } from '../../../src/cli/runCli.ts';
import { FakeContext, FakeEngine } from './support/fakeContext.ts';

const commands = [
  ...['run', 'load-test', 'heatmap', 'ab', 'recipe', 'compare', 'report', 'export', 'stats', 'prices'],
  ...['mlflow', 'simulate', 'schema'],
];

/** What stands below the options, at a width of the terminal. */
function textBelow(add: typeof addHelp, help: HelpText, width: number): string {
  let text = '';
  const command = new Command('x').configureOutput({
    writeOut: written => (text += written),
    getOutHelpWidth: () => width,
  });
  add(command, help).outputHelp();
  return text.slice(command.helpInformation().length);
}

async function helpOf(command: string): Promise<string> {
  const context = new FakeContext(new FakeEngine({}));
  assert.equal(await runCli([command, '--help'], context), exitCodes.ok);
  return context.stdout.text;
}

describe('the help of a command', () => {
  it('has examples, notes, lines and exit codes, in this order', () => {
    const help: HelpText = {
      examples: [['llmeter x'], ['llmeter x --all', 'everything']],
      notes: ['One.', 'Two.'],
      lines: ['Columns:', '  a  b'],
      exitCodes: { failed: 'it failed', undecided: true },
    };
    assert.equal(
      textBelow(addHelp, help, 80),
      `
Examples:
  llmeter x
  llmeter x --all                               everything

One.

Two.

Columns:
  a  b

Exit codes:
  0   success
  1   it failed
  2   invalid arguments
  3   no verdict
  70  unexpected error: a bug of LLMeter, not a result
`,
    );
  });

  it('wraps notes and exit codes to the width of the terminal', () => {
    const help = { notes: ['word '.repeat(30).trim()], exitCodes: { failed: 'word '.repeat(12).trim() } };
    const lines = textBelow(addHelp, help, 50).split('\n');
    assert.ok(lines.every(line => line.length <= 50));
    assert.deepEqual(
      lines.filter(line => line.startsWith('      word')).length,
      1,
      'a wrapped meaning continues below its first line',
    );
  });

  it('says how to stop a measurement, and with which codes it ends', () => {
    const text = textBelow(addMeasureHelp, {}, 200);
    assert.match(text, /^\nPress Ctrl-C once to stop sending requests/);
    const codes = [...text.matchAll(/^ {2}(\d+) /gm)].map(([, code]) => Number(code));
    assert.deepEqual(codes, [0, 1, 2, 4, 70, 130]);
  });

  for (const command of commands) {
    it(`lists the exit codes of ${command}`, async () => {
      assert.match(await helpOf(command), /\n\nExit codes:\n {2}0 [\s\S]*\n {2}2 [\s\S]*\n {2}70 /);
    });
  }

  it('names an undecided comparison where --fail-on exists', async () => {
    for (const command of commands) {
      const text = await helpOf(command);
      assert.equal(/^ {2}3 /m.test(text), text.includes('--fail-on <verdict>'), command);
    }
  });
});
