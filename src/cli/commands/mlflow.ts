import type { Command } from 'commander';
import { addHelp } from '../options/helpText.ts';
import { wholeNumber } from '../options/optionValues.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
import { namedPlace } from '../process/namedPlace.ts';
import { withEngine } from '../process/withEngine.ts';

/** Options, under the names that they have in a plan. */
interface MlflowOptions {
  trackingUri?: string;
  experiment?: string;
  runName?: string;
  runId?: string;
  step?: number;
  nested?: boolean;
  artifacts?: boolean;
  tokenEnv?: string;
  allowInsecureKey?: boolean;
}

/** `llmeter mlflow` */
export function mlflowCommand(program: Command, context: CliContext, finish: (code: ExitCode) => void): void {
  const command = program
    .command('mlflow')
    .summary('log saved runs to MLflow')
    .description(
      'Log saved runs to an MLflow tracking server, as the "mlflow" callback does when a run ends. Runs made by Python LLMeter can be logged too.',
    )
    .argument('<folders...>', 'run folders')
    .option('--tracking-uri <url>', 'URL of the tracking server (default: MLFLOW_TRACKING_URI)')
    .option(
      '--experiment <name>',
      'experiment; created if it does not exist (default: as in MLflow’s own client)',
    )
    .option('--run-name <name>', 'name of the runs in MLflow (default: their own names)')
    .option('--run-id <id>', 'log to this MLflow run, or nest in it, instead of creating one')
    .option('--step <n>', 'step of all metrics', wholeNumber(0))
    .option('--nested', 'nest each run in an MLflow run for its parent folder')
    .option('--artifacts', 'also upload the files of the run folders')
    .option('--token-env <name>', 'environment variable with the bearer token of the server')
    .option(
      '--allow-insecure-key',
      'send the password or token over http:// to another machine, where everyone on the way can read it',
    );
  addHelp(command, { exitCodes: { usage: 'invalid arguments or folders' } }).action(
    async (folders: string[], options: MlflowOptions) => {
      await logRuns(folders, options, context);
      finish(exitCodes.ok);
    },
  );
}

async function logRuns(folders: string[], mlflow: MlflowOptions, context: CliContext): Promise<void> {
  await withEngine(context, async engine => {
    for (const folder of folders) {
      const wanted = { folder: namedPlace(context, folder), mlflow, network: {} };
      const { page, warnings } = await engine.request('logToMlflow', wanted);
      context.stdout.write(`${folder}: ${page}\n`);
      for (const warning of warnings) context.stderr.write(`${folder}: ${warning}\n`);
    }
  });
}
