import { type Command, Option } from 'commander';
import type { Measurement } from '../../protocol/measurement.ts';
import { type MeasureOptions, measure } from '../measure/measure.ts';
import { startOf } from '../measure/start.ts';
import { addMeasureHelp, type HelpText } from '../options/helpText.ts';
import { time, wholeNumber } from '../options/optionValues.ts';
import { addPaceOptions, addResultOptions, addTargetOptions } from '../options/planOptions.ts';
import { type PlanArguments, resolvePlan } from '../plan/resolvePlan.ts';
import type { CliContext } from '../process/context.ts';
import type { ExitCode } from '../process/exitCodes.ts';
import { printResult } from '../result/printResult.ts';
import { viewOfRun } from '../result/resultView.ts';

interface RunOptions extends PlanArguments, MeasureOptions {}

/** `llmeter run` */
export function runCommand(program: Command, context: CliContext, finish: (code: ExitCode) => void): void {
  const command = program
    .command('run')
    .summary('benchmark an endpoint')
    .description('Benchmark an endpoint as described by a plan file, flags, or both. Flags take precedence.')
    .argument('[plan]', 'plan file, YAML or JSON')
    .option('--demo', 'benchmark the built-in simulated endpoint; needs no key');
  addTargetOptions(command)
    .optionsGroup('Load:')
    .option('--clients <n>', 'number of concurrent clients', wholeNumber(1))
    .addOption(
      new Option('--requests <n>', 'number of requests per client')
        .argParser(wholeNumber(1))
        .conflicts('duration'),
    )
    .option('--duration <time>', 'send requests for this long instead, e.g. 30s or 5m', time)
    .addOption(
      new Option(
        '--distribute',
        'send each payload once, from one of the clients, not once from every client',
      ).conflicts(['requests', 'duration']),
    );
  addPaceOptions(command).optionsGroup('Result:');
  addResultOptions(command, 'run').option(
    '--json',
    'print one JSON object: folder, stats, metrics, environment, diagnostics',
  );
  addMeasureHelp(command, help).action(async (planFile: string | undefined, options: RunOptions) => {
    finish(await run(planFile, options, context));
  });
}

async function run(
  planFile: string | undefined,
  options: RunOptions,
  context: CliContext,
): Promise<ExitCode> {
  const resolved = await resolvePlan(planFile, options, context.folder);
  const measurement: Measurement<'run'> = { kind: 'run', ...startOf(resolved, context) };
  return measure(context, measurement, options, {
    print({ outcome, last }) {
      const { folder, stats, metrics, environment, diagnostics } = outcome;
      const view = viewOfRun(outcome, last);
      printResult(context, view, options.json ? { folder, stats, metrics, environment, diagnostics } : null);
    },
    nothingSucceeded: ({ totalRequests, failedRequests }) => failedRequests >= totalRequests,
  });
}

const help: HelpText = {
  examples: [
    ['llmeter run --demo'],
    ['llmeter run --model gpt-4.1-mini --prompt "Say hello." --clients 5 --requests 20'],
    [
      'llmeter run --base-url http://localhost:8000/v1 --model Qwen/Qwen3-8B --payload requests.jsonl --duration 1m',
    ],
    ['llmeter run plan.yaml --clients 50 --name fifty'],
    ['llmeter run --endpoint anthropic-messages --model claude-sonnet-5-5 --prompt "Say hello." --json'],
  ],
};
