import { type Command, Option } from 'commander';
import type { Measurement } from '../../protocol/measurement.ts';
import { type MeasureOptions, measure } from '../measure/measure.ts';
import { startOf } from '../measure/start.ts';
import { time, wholeNumber } from '../options/optionValues.ts';
import { addPace, addTarget } from '../options/planOptions.ts';
import { type PlanArguments, resolvePlan } from '../plan/resolvePlan.ts';
import type { CliContext } from '../process/context.ts';
import type { ExitCode } from '../process/exitCodes.ts';
import { printResult } from '../result/printResult.ts';
import { refusedKey } from '../result/refusedKey.ts';
import { viewOfRun } from '../result/resultView.ts';

/** `llmeter run` */
export function runCommand(program: Command, context: CliContext, finish: (code: ExitCode) => void): void {
  const command = program
    .command('run')
    .summary('benchmark an endpoint')
    .description('Benchmark an endpoint, as a plan file, flags, or both say. Flags win over the file.')
    .argument('[plan]', 'plan file, YAML or JSON')
    .option('--demo', 'benchmark the built-in simulated endpoint; needs no key');
  addTarget(command);
  command
    .optionsGroup('Load:')
    .option('--clients <n>', 'concurrent clients', wholeNumber(1))
    .addOption(
      new Option('--requests <n>', 'requests per client').argParser(wholeNumber(1)).conflicts('duration'),
    )
    .option('--duration <time>', 'send for this long instead, e.g. 30s or 5m', time)
    .addOption(
      new Option(
        '--distribute',
        'send each payload once, by one of the clients, not by each of them',
      ).conflicts(['requests', 'duration']),
    );
  addPace(command)
    .optionsGroup('Result:')
    .option('--output <folder>', 'where the run folder is created (default: llmeter-runs)')
    .option('--name <name>', 'name of the run and of its folder (default: date and time)')
    .option('--description <text>', 'free text kept with the results')
    .option('--estimate', 'say what the run would cost, and send nothing')
    .option('--json', 'print one JSON object: folder, stats, metrics, environment')
    .addHelpText('after', examples)
    .action(async (planFile: string | undefined, options: RunOptions) => {
      finish(await run(planFile, options, context));
    });
}

interface RunOptions extends PlanArguments, MeasureOptions {}

async function run(
  planFile: string | undefined,
  options: RunOptions,
  context: CliContext,
): Promise<ExitCode> {
  const resolved = await resolvePlan(planFile, options, context.folder);
  const measurement: Measurement<'run'> = { kind: 'run', ...startOf(resolved, context) };
  return measure(context, measurement, options, {
    print({ outcome, last }) {
      const { folder, stats, metrics, environment } = outcome;
      const view = viewOfRun(outcome, last);
      printResult(context, view, options.json ? { folder, stats, metrics, environment } : null);
      if (view.errors.some(({ reason }) => reason === 'authentication')) {
        const keySent = measurement.secrets.apiKey !== undefined;
        context.stderr.write(`${refusedKey(resolved.checked.endpoint, keySent)}\n`);
      }
    },
    nothingSucceeded: ({ totalRequests, failedRequests }) => failedRequests >= totalRequests,
  });
}

const examples = `
Examples:
  llmeter run --demo
  llmeter run --model gpt-4.1-mini --prompt "Say hello." --clients 5 --requests 20
  llmeter run --base-url http://localhost:8000/v1 --model Qwen/Qwen3-8B --payload requests.jsonl --duration 1m
  llmeter run plan.yaml --clients 50 --name fifty
  llmeter run --endpoint anthropic-messages --model claude-sonnet-5-5 --prompt "Say hello." --json

Ctrl-C once: nothing more is sent, requests in flight finish. Twice: they are aborted. The run folder
keeps everything either way. Exit codes: 0 ok, 1 the run failed or every request failed, 2 bad usage, 4 stopped at
its budget, 130 interrupted.`;
