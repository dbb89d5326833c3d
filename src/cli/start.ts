import { crashText } from './process/crash.ts';
import { exitCodes } from './process/exitCodes.ts';
import { processContext } from './process/processContext.ts';
import { runCli } from './runCli.ts';

/** Runs the command line of the real process. */
export async function start(): Promise<void> {
  const args = process.argv.slice(2);
  // Node's own exit code for these is 1, which is a verdict of comparisons.
  process.on('uncaughtException', error => {
    process.stderr.write(`unexpected error: ${crashText(error, args.includes('--debug'))}\n`);
    process.exit(exitCodes.crashed);
  });
  // If everything ends while the command still waits, Node would exit with 0.
  process.exitCode = exitCodes.crashed;
  process.exitCode = await runCli(args, processContext(args));
}
