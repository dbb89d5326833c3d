import { type Command, Option } from 'commander';
import type { Measurement } from '../../protocol/measurement.ts';
import type { StartRun } from '../../protocol/start.ts';
import { type MeasureOptions, measure } from '../measure/measure.ts';
import { startOf } from '../measure/start.ts';
import { addMeasureHelp, type HelpText } from '../options/helpText.ts';
import { time, wholeNumber } from '../options/optionValues.ts';
import { addPaceOptions, addResultOptions, addTargetOptions } from '../options/planOptions.ts';
import { type PlanArguments, resolvePlan } from '../plan/resolvePlan.ts';
import type { CliContext } from '../process/context.ts';
import type { ExitCode } from '../process/exitCodes.ts';
import { printResult } from '../result/printResult.ts';
import { printText, printWarnings } from '../result/printText.ts';
import { repeatedText } from '../result/repeatedText.ts';
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
  addPaceOptions(command)
    .option(
      '--repeats <n>',
      'make the run this often, one after the other; intervals come from the differences between the runs',
      wholeNumber(1),
    )
    .optionsGroup('Result:');
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
  if (resolved.checked.repeats > 1)
    return runRepeats(startOf(resolved, context), resolved.checked.repeats, options, context);
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

function runRepeats(
  start: StartRun,
  count: number,
  options: RunOptions,
  context: CliContext,
): Promise<ExitCode> {
  return measure(context, { kind: 'repeats', ...start } satisfies Measurement<'repeats'>, options, {
    print({
      outcome: { state: _state, endedByBudget: _budget, tooManyFailures: _failing, message, ...repeated },
    }) {
      const warnings = message === null ? repeated.warnings : [...repeated.warnings, message];
      printWarnings(context, warnings);
      printText(context, options.json ? { ...repeated, warnings } : null, look =>
        repeatedText(repeated, look),
      );
    },
    nothingSucceeded: ({ runs }) => runs.every(({ requests, failed }) => failed >= requests),
    describeStep: step => `Run ${step + 1} of ${count}`,
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
    ['llmeter run plan.yaml --repeats 5', 'how much runs differ from each other'],
    ['llmeter run --endpoint anthropic-messages --model claude-sonnet-5-5 --prompt "Say hello." --json'],
  ],
};
