import { Command, CommanderError } from 'commander';
import { UserError } from '../core/base/errors.ts';
import { RemoteError } from '../protocol/channel.ts';
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
import type { CliContext } from './process/context.ts';
import { exitCodes } from './process/exitCodes.ts';
import { version } from './process/version.ts';
import { styles } from './terminal/style.ts';

/** Runs the command line; answers with the exit code. `args` are without the program's own name. */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  let exitCode: number = exitCodes.ok;
  const finish = (code: number) => {
    exitCode = code;
  };
  const program = new Command('llmeter')
    .description('Benchmark LLM endpoints: latency, throughput and errors, stamped when the bytes arrive.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'explain a command')
    .helpCommand('help [command]', 'explain a command')
    .showSuggestionAfterError()
    .showHelpAfterError('Add --help for the options.')
    .exitOverride()
    .configureOutput({
      writeOut: text => context.stdout.write(text),
      writeErr: text => context.stderr.write(text),
      getOutHelpWidth: () => context.stdout.columns,
      getErrHelpWidth: () => context.stderr.columns,
      getOutHasColors: () => context.stdout.colours,
      getErrHasColors: () => context.stderr.colours,
    });
  for (const add of [
    runCommand,
    loadTestCommand,
    heatmapCommand,
    compareCommand,
    abCommand,
    recipeCommand,
    reportCommand,
    exportCommand,
    statsCommand,
    pricesCommand,
    mlflowCommand,
    simulateCommand,
    schemaCommand,
  ])
    add(program, context, finish);
  program.addHelpText(
    'after',
    `
Examples:
  llmeter run --demo                                     benchmark the built-in simulated endpoint
  llmeter run --model gpt-4.1-mini --prompt "Say hello." --clients 5 --requests 20
  llmeter run plan.yaml --json > result.json
  llmeter stats llmeter-runs/20260101-1200               the statistics of a saved run
  llmeter load-test plan.yaml --levels 1,2,4,8,16        how the endpoint scales
  llmeter heatmap plan.yaml --source book.txt            latency by lengths of prompts and answers
  llmeter ab plan.yaml --against-model gpt-4.1-mini      which of two is better, drift cancelled
  llmeter compare llmeter-runs/before llmeter-runs/after

Exit codes: 0 ok, 1 the run failed or every request failed, 2 bad usage, 4 stopped at its budget, 130 interrupted.`,
  );
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return explain(error, context);
  }
}

function explain(error: unknown, { stderr }: CliContext): number {
  // Commander has said its sentence already; its code 0 is that of --help and --version.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  const { bad } = styles(stderr.colours);
  const message = error instanceof Error ? error.message : String(error);
  if (isUserError(error)) {
    stderr.write(`${bad('error:')} ${message}\n`);
    return exitCodes.usage;
  }
  const stack = error instanceof Error && error.stack ? error.stack : message;
  stderr.write(`${bad('unexpected error:')} ${stack}\n`);
  return exitCodes.failed;
}

function isUserError(error: unknown): boolean {
  return error instanceof UserError || (error instanceof RemoteError && error.name === UserError.name);
}
