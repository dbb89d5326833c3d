import { resolve } from 'node:path';
import type { Command } from 'commander';
import { wholeNumber } from '../options/optionValues.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
import { withEngine } from '../process/withEngine.ts';

/** Options under the names that a plan has for them. */
interface MlflowOptions {
  trackingUri?: string;
  experiment?: string;
  runName?: string;
  runId?: string;
  step?: number;
  nested?: boolean;
  artifacts?: boolean;
  tokenEnv?: string;
}

/** `llmeter mlflow` */
export function mlflowCommand(program: Command, context: CliContext, finish: (code: ExitCode) => void): void {
  program
    .command('mlflow')
    .summary('log saved runs to MLflow')
    .description(
      'Log saved runs to an MLflow tracking server, also those made by Python LLMeter: what the callback of that name does when a run ends.',
    )
    .argument('<folders...>', 'run folders')
    .option('--tracking-uri <url>', 'address of the tracking server (default: MLFLOW_TRACKING_URI)')
    .option('--experiment <name>', 'experiment, made if there is none (default: as MLflow’s own client)')
    .option('--run-name <name>', 'name of the runs in MLflow (default: their own)')
    .option('--run-id <id>', 'log to this run, or nest in it, instead of a new one')
    .option('--step <n>', 'step of all metrics', wholeNumber(0))
    .option('--nested', 'nest each in a run for the folder that it is in')
    .option('--artifacts', 'upload the files of the folders too')
    .option('--token-env <name>', 'environment variable with the server’s bearer token')
    .action(async (folders: string[], options: MlflowOptions) => {
      await logRuns(folders, options, context);
      finish(exitCodes.ok);
    });
}

async function logRuns(folders: string[], mlflow: MlflowOptions, context: CliContext): Promise<void> {
  await withEngine(context, async engine => {
    for (const folder of folders) {
      const wanted = { folder: resolve(context.folder, folder), mlflow, network: {} };
      const { page, warnings } = await engine.request('logToMlflow', wanted);
      context.stdout.write(`${folder}: ${page}\n`);
      for (const warning of warnings) context.stderr.write(`${folder}: ${warning}\n`);
    }
  });
}
