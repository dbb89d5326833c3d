import { type Command, Option } from 'commander';
import { UserError } from '../../core/base/errors.ts';
import { countOf } from '../../core/format/quantities.ts';
import type { Measurement } from '../../protocol/measurement.ts';
import type { LoadTest } from '../../protocol/run.ts';
import { type MeasureOptions, measure } from '../measure/measure.ts';
import { startOf } from '../measure/start.ts';
import { addMeasureHelp, type HelpText } from '../options/helpText.ts';
import { distinctNumbers, time, wholeNumber } from '../options/optionValues.ts';
import { addPaceOptions, addResultOptions, addTargetOptions } from '../options/planOptions.ts';
import { type PlanArguments, resolvePlan } from '../plan/resolvePlan.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
import { namedPlace } from '../process/namedPlace.ts';
import { withEngine } from '../process/withEngine.ts';
import { loadTestText } from '../result/loadTestText.ts';
import { printText, printWarnings } from '../result/printText.ts';

interface LoadTestOptions extends PlanArguments, MeasureOptions {
  levels?: number[];
  minRequestsPerClient?: number;
  minRequestsPerRun?: number;
  show?: string;
}

/** `llmeter load-test` */
export function loadTestCommand(
  program: Command,
  context: CliContext,
  finish: (code: ExitCode) => void,
): void {
  const minimum = (flags: string, description: string) =>
    new Option(flags, description).argParser(wholeNumber(1)).conflicts('duration');
  const command = program
    .command('load-test')
    .summary('benchmark an endpoint with more and more clients')
    .description(
      'Run a plan with one number of clients after another, and see how the endpoint scales. Each level is saved as a run.',
    )
    .argument('[plan]', 'plan file, YAML or JSON; its "clients" are ignored')
    .option('--demo', 'test the built-in simulated endpoint; needs no key');
  addTargetOptions(command)
    .optionsGroup('Load:')
    .option('--levels <list>', 'numbers of clients, in order, e.g. 1,2,4,8', distinctNumbers('level'))
    .addOption(
      minimum(
        '--min-requests-per-client <n>',
        'minimum requests per client (default: "requests" of the plan, or 1)',
      ),
    )
    .addOption(minimum('--min-requests-per-run <n>', 'minimum requests per level (default: 10)'))
    .option('--duration <time>', 'send requests for this long at each level instead, e.g. 30s or 5m', time);
  addPaceOptions(command).optionsGroup('Result:');
  addResultOptions(command, 'load test', 'each level and of all together')
    .option('--show <folder>', 'show a saved load test instead; also one made by Python LLMeter')
    .option('--json', 'print one JSON object: folder, name, levels, knee, warnings');
  addMeasureHelp(command, help).action(async (planFile: string | undefined, options: LoadTestOptions) => {
    const { show } = options;
    finish(
      show === undefined
        ? await loadTest(planFile, options, context)
        : await showSaved(namedPlace(context, show), options, context),
    );
  });
}

async function loadTest(
  planFile: string | undefined,
  options: LoadTestOptions,
  context: CliContext,
): Promise<ExitCode> {
  const { levels, minRequestsPerClient, minRequestsPerRun } = options;
  if (levels === undefined)
    throw new UserError('List the numbers of clients with --levels, e.g. --levels 1,2,4,8.');
  const measurement: Measurement<'load-test'> = {
    kind: 'load-test',
    ...startOf(await resolvePlan(planFile, options, context.folder), context),
    levels,
    ...(minRequestsPerClient !== undefined && { minRequestsPerClient }),
    ...(minRequestsPerRun !== undefined && { minRequestsPerRun }),
  };
  return measure(context, measurement, options, {
    print({ outcome: { state: _state, endedByBudget: _budget, message, ...test } }) {
      const warnings = message === null ? test.warnings : [...test.warnings, message];
      print({ ...test, warnings }, options, context);
    },
    nothingSucceeded: outcome => outcome.levels.every(({ requests, failed }) => failed >= requests),
    describeStep: step => `Level ${step + 1} of ${levels.length}: ${countOf(levels[step] ?? 0, 'client')}`,
  });
}

function print(test: LoadTest, { json }: LoadTestOptions, context: CliContext): void {
  printWarnings(context, test.warnings);
  printText(context, json ? test : null, look => loadTestText(test, look));
}

async function showSaved(folder: string, options: LoadTestOptions, context: CliContext): Promise<ExitCode> {
  const test = await withEngine(context, engine => engine.request('readLoadTest', { folder }));
  print(test, options, context);
  return exitCodes.ok;
}

const help: HelpText = {
  examples: [
    ['llmeter load-test --demo --levels 1,2,4,8,16'],
    ['llmeter load-test plan.yaml --levels 1,5,20,50 --min-requests-per-run 100 --name scaling'],
    ['llmeter load-test plan.yaml --levels 1,2,4 --duration 30s --json'],
    ['llmeter load-test --show llmeter-runs/scaling'],
  ],
  notes: [
    'Each client sends the minimum number of requests per client, or more if the level has too few clients to reach the minimum per level.',
  ],
  exitCodes: {
    failed: 'a level failed, every request failed, or too many at a level (--max-error-rate, --stop-on)',
  },
};
