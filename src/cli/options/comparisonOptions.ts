import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { messageOf, UserError } from '../../core/base/errors.ts';
import {
  type ComparedKey,
  comparedLatencies,
  comparedRates,
  comparedShares,
} from '../../core/compare/comparedMetrics.ts';
import type { PairComparison } from '../../core/compare/result.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';

const decidingMetrics: string[] = [
  ...comparedLatencies,
  ...Object.keys(comparedRates),
  ...Object.keys(comparedShares),
  'cost_per_request',
];

/** What comparing commands may be told. */
export interface ComparisonOptions {
  decidingMetric?: ComparedKey;
  markdown?: string;
  failOn?: 'worse';
  json?: boolean;
}

/** Adds the option that names the metric which decides. */
export function addDecidingMetric(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--deciding-metric <metric>',
        'the metric that decides, also called --headline (default: ttft, or ttlt where nothing streamed)',
      ).choices(decidingMetrics),
    )
    .addOption(new Option('--headline <metric>').choices(decidingMetrics).hideHelp())
    .on('option:headline', (metric: string) => command.setOptionValue('decidingMetric', metric));
}

/** Adds what is to be done with a comparison; `json` says what the object holds. */
export function addVerdict(command: Command, json: string): Command {
  return command
    .option(
      '--markdown <file>',
      'write the comparison as Markdown too, for a pull request; - prints it instead',
    )
    .addOption(
      new Option('--fail-on <verdict>', 'make the exit code say how the deciding metric did').choices([
        'worse',
      ]),
    )
    .option('--json', json);
}

/** Standard output, where a file could be named. */
export const standardOutput = '-';

/** Throws UserError where both forms would come out of one place. */
export function checkOutputs({ markdown, json }: { markdown?: unknown; json?: unknown }): void {
  if (markdown !== standardOutput || json !== true) return;
  throw new UserError('--json and --markdown - both write to standard output: name a file for --markdown.');
}

/** Writes what `--markdown` asks for, on standard output in place of the comparison's text. Throws UserError. */
export async function writeMarkdown(
  file: string | undefined,
  text: () => string,
  { folder, stdout }: CliContext,
): Promise<void> {
  if (file === undefined) return;
  if (file === standardOutput) return stdout.write(text());
  const path = resolve(folder, file);
  await writeFile(path, text()).catch((error: unknown) => {
    throw new UserError(`Cannot write ${path}: ${messageOf(error)}. Change --markdown.`);
  });
}

/** The worst that can be said of any candidate among all: worse counts more than undecided. */
export function gate(pairs: readonly PairComparison[]): ExitCode {
  const verdicts = pairs.map(({ comparable, decidingMetric, metrics, together }) => {
    const verdict = comparable ? metrics.find(({ key }) => key === decidingMetric)?.verdict : undefined;
    return verdict === 'worse' && together === false ? 'no detectable difference' : verdict;
  });
  if (verdicts.includes('worse')) return exitCodes.failed;
  return pairs.length === 0 ||
    verdicts.some(verdict => verdict === undefined || verdict === 'not enough data')
    ? exitCodes.undecided
    : exitCodes.ok;
}

export const gateNotes = `With --fail-on worse also 1 when the deciding metric
metric of any candidate is worse (several are judged together), and 3 when it cannot be judged: too few data, not
comparable, or not known of both.`;

/** Adds the option that names prices for runs that are over. */
export function addPrices(command: Command): Command {
  return command.option(
    '--prices <file>',
    'compute costs by this price table, instead of the prices of each run’s time',
  );
}
