/**
 * The cli module owns the terminal: the commands with their options and help, how a measurement is shown and
 * stopped, what is printed, and the exit code. It never measures and never touches a run folder; it asks the
 * engine, which runs in its own thread. Only `main.ts`, `start.ts` and `process/processContext.ts` use the process, so
 * that tests can run every command without one. Start with `commands/run.ts`, and follow it to
 * `plan/resolvePlan.ts` and `measure/measure.ts`. A new command is one file in `commands/` and one line in the
 * list below.
 */

import { Command, CommanderError } from 'commander';
import { messageOf } from '../core/base/errors.ts';
import { abCommand } from './commands/ab.ts';
import { compareCommand } from './commands/compare.ts';
import { exportCommand } from './commands/export.ts';
import { heatmapCommand } from './commands/heatmap.ts';
import { loadTestCommand } from './commands/loadTest.ts';
import { mlflowCommand } from './commands/mlflow.ts';
import { pricesCommand } from './commands/prices.ts';
import { recipeCommand } from './commands/recipe.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { schemaCommand } from './commands/schema.ts';
import { simulateCommand } from './commands/simulate.ts';
import { statsCommand } from './commands/stats.ts';
import { verifyCommand } from './commands/verify.ts';
import { verdictExitCodes } from './options/comparisonOptions.ts';
import { addMeasureHelp } from './options/helpText.ts';
import type { CliContext } from './process/context.ts';
import { crashText } from './process/crash.ts';
import { type ExitCode, exitCodes } from './process/exitCodes.ts';
import { isUserError } from './process/userErrors.ts';
import { version } from './process/version.ts';
import { styles } from './terminal/style.ts';

const commands = [
  runCommand,
  loadTestCommand,
  heatmapCommand,
  compareCommand,
  abCommand,
  recipeCommand,
  reportCommand,
  exportCommand,
  statsCommand,
  verifyCommand,
  pricesCommand,
  mlflowCommand,
  simulateCommand,
  schemaCommand,
];

/** Runs the command line and returns the exit code. `args` are without the program's own name. */
export async function runCli(args: readonly string[], context: CliContext): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok;
  const program = createProgram(context);
  for (const add of commands) {
    add(program, context, code => {
      exitCode = code;
    });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return reportError(error, context, program.opts()['debug'] === true);
  }
}

function createProgram({ stdout, stderr }: CliContext): Command {
  const program = new Command('llmeter')
    .description('Benchmark LLM endpoints: latency, throughput and errors, timestamped as the bytes arrive.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .option('--debug', 'with any command: print where an unexpected error was thrown')
    .showSuggestionAfterError()
    .showHelpAfterError('Use --help to list the options.')
    .exitOverride()
    .configureOutput({
      writeOut: text => stdout.write(text),
      writeErr: text => stderr.write(text),
      getOutHelpWidth: () => stdout.columns,
      getErrHelpWidth: () => stderr.columns,
      getOutHasColors: () => stdout.colours,
      getErrHasColors: () => stderr.colours,
    });
  return addMeasureHelp(program, {
    examples: [
      ['llmeter run --demo', 'benchmark the built-in simulated endpoint'],
      ['llmeter run --model gpt-4.1-mini --prompt "Say hello." --clients 5 --requests 20'],
      ['llmeter run plan.yaml --json > result.json'],
      ['llmeter stats llmeter-runs/20260101-1200', 'the statistics of a saved run'],
      ['llmeter load-test plan.yaml --levels 1,2,4,8,16', 'how the endpoint scales'],
      ['llmeter heatmap plan.yaml --source book.txt', 'latency by prompt and response length'],
      ['llmeter ab plan.yaml --against-model gpt-4.1-mini', 'which of two is better, without drift'],
      ['llmeter compare llmeter-runs/before llmeter-runs/after'],
    ],
    exitCodes: verdictExitCodes('the measurement failed, or every request failed'),
  });
}

function reportError(error: unknown, { stderr }: CliContext, debug: boolean): ExitCode {
  // Commander has already printed its message. Its code is 0 for --help and --version.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  const { bad } = styles(stderr.colours);
  if (isUserError(error)) {
    stderr.write(`${bad('error:')} ${messageOf(error)}\n`);
    return exitCodes.usage;
  }
  stderr.write(`${bad('unexpected error:')} ${crashText(error, debug)}\n`);
  return exitCodes.crashed;
}
