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
import { type ExitCode, type ExitCodeWords, exitCodes } from '../process/exitCodes.ts';
import { positiveShare } from './optionValues.ts';

const decidingMetrics: string[] = [
  ...comparedLatencies,
  ...Object.keys(comparedRates),
  ...Object.keys(comparedShares),
  'cost_per_request',
];

/** What a command that compares does with the comparison. */
export interface VerdictOptions {
  markdown?: string;
  margin?: number;
  failOn?: 'worse';
  json?: boolean;
}

/** The options of commands that compare by a metric of the user's choice. */
export interface ComparisonOptions extends VerdictOptions {
  decidingMetric?: ComparedKey;
}

/** Adds the option that names the deciding metric, also under its former name, `--headline`. */
export function addDecidingMetric(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--deciding-metric <metric>',
        'metric that decides the comparison (default: ttft, or ttlt if nothing was streamed)',
      ).choices(decidingMetrics),
    )
    .addOption(
      new Option('--headline <metric>').choices(decidingMetrics).conflicts('decidingMetric').hideHelp(),
    )
    .hook('preAction', () => {
      const metric: unknown = command.getOptionValue('headline');
      if (metric !== undefined) command.setOptionValue('decidingMetric', metric);
    });
}

/**
 * Adds the options that say what to do with a comparison.
 * @param json what the object of `--json` holds
 */
export function addVerdictOptions(command: Command, json: string): Command {
  return command
    .option(
      '--markdown <file>',
      'also write the comparison as Markdown, e.g. for a pull request; - prints it instead of the text',
    )
    .option(
      '--margin <share>',
      'largest acceptable loss in the deciding metric, e.g. 5%: says whether the runs show that it is not worse by more than that, or that it is',
      positiveShare,
    )
    .addOption(
      new Option('--fail-on <verdict>', 'let the verdict set the exit code (see below)').choices(['worse']),
    )
    .option('--json', json);
}

/** The exit codes of `--fail-on`. @param failed what else exit code 1 means, if anything */
export function verdictExitCodes(failed?: string): ExitCodeWords {
  const worse =
    'if the deciding metric is worse (with --margin: by more than that) or significantly more requests failed';
  return {
    failed: `${failed === undefined ? '' : `${failed}; `}with --fail-on worse, ${failed === undefined ? '' : 'also '}${worse}`,
    undecided:
      'with --fail-on worse, if there is no verdict: too little data, no successful request, not comparable, or metric not available; with --margin, also if neither is shown: not worse by more than that, or worse',
  };
}

/** Adds the option that names prices for saved runs. */
export function addSavedPrices(command: Command): Command {
  return command.option(
    '--prices <file>',
    'compute costs from this price table, not from the prices at the time of each run',
  );
}

/** Standard output, in place of a file's name. */
export const standardOutput = '-';

/** Throws UserError where two outputs would both go to standard output. */
export function checkOutputs({ markdown, json }: { markdown?: unknown; json?: unknown }): void {
  if (markdown !== standardOutput || json !== true) return;
  throw new UserError(
    '--json and --markdown - both write to standard output. Give --markdown the name of a file.',
  );
}

/** Writes what `--markdown` asks for, to standard output where it says so. Throws UserError. */
export async function writeMarkdown(
  file: string | undefined,
  text: () => string,
  { folder, stdout }: CliContext,
): Promise<void> {
  if (file === undefined) return;
  if (file === standardOutput) return stdout.data(text());
  const path = resolve(folder, file);
  await writeFile(path, text()).catch((error: unknown) => {
    throw new UserError(`Cannot write ${path}: ${messageOf(error)}. Change --markdown.`);
  });
}

/**
 * The most severe verdict on any side: worse counts more than undecided.
 * @param incomplete there is something that could not be compared
 */
export function gate(pairs: readonly PairComparison[], incomplete = false): ExitCode {
  const judgements = pairs.map(({ judgement }) => judgement);
  if (judgements.includes('worse')) return exitCodes.failed;
  const undecided = judgements.includes('cannot be judged') || judgements.includes('undecided');
  return incomplete || pairs.length === 0 || undecided ? exitCodes.undecided : exitCodes.ok;
}
