import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { UserError } from '../../core/base/errors.ts';
import { countOf } from '../../core/format/quantities.ts';
import type { Measurement } from '../../protocol/measurement.ts';
import type { LoadTest } from '../../protocol/run.ts';
import { type MeasureOptions, measure } from '../measure/measure.ts';
import { startOf } from '../measure/start.ts';
import { time, wholeNumber } from '../options/optionValues.ts';
import { addPace, addTarget } from '../options/planOptions.ts';
import { type PlanArguments, resolvePlan } from '../plan/resolvePlan.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
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
  const least = (flags: string, description: string) =>
    new Option(flags, description).argParser(wholeNumber(1)).conflicts('duration');
  const command = program
    .command('load-test')
    .summary('benchmark an endpoint with more and more clients')
    .description(
      'Run a plan with one number of clients after another and see how the endpoint scales. Each level is saved as a run of its own.',
    )
    .argument('[plan]', 'plan file, YAML or JSON; its "clients" do not count here')
    .option('--demo', 'test the built-in simulated endpoint; needs no key');
  addTarget(command);
  command
    .optionsGroup('Load:')
    .option('--levels <list>', 'numbers of clients in order, e.g. 1,2,4,8', clientCounts)
    .addOption(
      least(
        '--min-requests-per-client <n>',
        'least requests each client sends (default: the plan’s "requests", or 1)',
      ),
    )
    .addOption(least('--min-requests-per-run <n>', 'least requests of a level (default: 10)'))
    .option('--duration <time>', 'send for this long at each level instead, e.g. 30s or 5m', time);
  addPace(command)
    .optionsGroup('Result:')
    .option('--output <folder>', 'where the test’s folder is created (default: llmeter-runs)')
    .option('--name <name>', 'name of the test and of its folder (default: date and time)')
    .option('--description <text>', 'free text kept with the results')
    .option('--estimate', 'say what each level and the test would cost, and send nothing')
    .option('--show <folder>', 'show a saved load test instead, also one made by Python LLMeter')
    .option('--json', 'print one JSON object: folder, name, levels, knee, warnings')
    .addHelpText('after', examples)
    .action(async (planFile: string | undefined, options: LoadTestOptions) => {
      const { show } = options;
      finish(
        show === undefined
          ? await loadTest(planFile, options, context)
          : await showSaved(resolve(context.folder, show), options, context),
      );
    });
}

function clientCounts(text: string): number[] {
  const counts = text.split(',').map(part => wholeNumber(1)(part.trim()));
  if (new Set(counts).size < counts.length) throw new InvalidArgumentError('A level is in it twice.');
  return counts;
}

async function loadTest(
  planFile: string | undefined,
  options: LoadTestOptions,
  context: CliContext,
): Promise<ExitCode> {
  const { levels, minRequestsPerClient, minRequestsPerRun } = options;
  if (levels === undefined)
    throw new UserError('Name the numbers of clients with --levels, e.g. --levels 1,2,4,8.');
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

const examples = `
Examples:
  llmeter load-test --demo --levels 1,2,4,8,16
  llmeter load-test plan.yaml --levels 1,5,20,50 --min-requests-per-run 100 --name scaling
  llmeter load-test plan.yaml --levels 1,2,4 --duration 30s --json
  llmeter load-test --show llmeter-runs/scaling

Each client of a level sends the least number of requests, or more where so few clients would not make the
level's least number together. Ctrl-C once: no further level, requests in flight finish. Twice: they are
aborted. Levels that are done stay saved either way. Exit codes: 0 ok, 1 a level could not go on or every
request failed, 2 bad usage, 4 stopped at its budget, 130 interrupted.`;
