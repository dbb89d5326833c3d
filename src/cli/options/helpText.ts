import type { Command } from 'commander';
import { type ExitCodeWords, exitCodeTable } from '../process/exitCodes.ts';

/** What the help of a command says after its options. */
export interface HelpText {
  /** Command lines, each with what it does where that is not obvious. */
  examples?: readonly (readonly [commandLine: string, comment?: string])[];
  /** Paragraphs; they are wrapped to the width of the terminal. */
  notes?: readonly string[];
  /** Lines that are printed as they are. */
  lines?: readonly string[];
  exitCodes?: ExitCodeWords;
}

const stopNote =
  'Press Ctrl-C once to stop sending requests and wait for those in flight. Press it again to abort them. Everything measured so far is saved either way.';

/** Adds the help of a command that measures: how to stop it, and its exit codes. */
export function addMeasureHelp(command: Command, { notes = [], exitCodes, ...help }: HelpText): Command {
  return addHelp(command, {
    ...help,
    notes: [...notes, stopNote],
    exitCodes: {
      failed:
        'the measurement failed, every request failed or was answered without a token, or too many failed (--max-error-rate, --stop-on)',
      usage: 'invalid arguments, plan, key or folder; nothing was sent',
      overBudget: true,
      interrupted: true,
      ...exitCodes,
    },
  });
}

/** Adds what a command's help says after its options. */
export function addHelp(command: Command, help: HelpText): Command {
  return command.addHelpText('after', ({ error }) => {
    const { getOutHelpWidth, getErrHelpWidth } = command.configureOutput();
    const width = (error ? getErrHelpWidth : getOutHelpWidth)?.() ?? 80;
    const helper = command.createHelp();
    return `\n${render(help, (text, indent) => helper.boxWrap(text, width - indent))}`;
  });
}

function render(
  { examples = [], notes = [], lines = [], exitCodes = {} }: HelpText,
  wrap: (text: string, indent: number) => string,
): string {
  const sections = [
    examples.length === 0 ? [] : ['Examples:', ...exampleLines(examples)],
    ...notes.map(note => [wrap(note, 0)]),
    lines,
    ['Exit codes:', ...exitCodeLines(exitCodes, wrap)],
  ];
  return sections
    .filter(section => section.length > 0)
    .map(section => section.join('\n'))
    .join('\n\n');
}

/** Comments start here or further right, so that most of them line up. */
const shortestColumn = 44;

function exampleLines(examples: NonNullable<HelpText['examples']>): string[] {
  const explained = examples.filter(([, comment]) => comment !== undefined);
  const column = Math.max(shortestColumn, ...explained.map(([commandLine]) => commandLine.length));
  return examples.map(([commandLine, comment]) =>
    comment === undefined ? `  ${commandLine}` : `  ${commandLine.padEnd(column)}  ${comment}`,
  );
}

function exitCodeLines(words: ExitCodeWords, wrap: (text: string, indent: number) => string): string[] {
  const table = exitCodeTable(words);
  const column = Math.max(...table.map(([code]) => code.length));
  const indent = ' '.repeat(column + 4);
  return table.map(
    ([code, meaning]) =>
      `  ${code.padEnd(column)}  ${wrap(meaning, indent.length).replaceAll('\n', `\n${indent}`)}`,
  );
}
