import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import {
  type ComparedKey,
  comparedLatencies,
  comparedRates,
  comparedShares,
} from '../../core/compare/comparedMetrics.ts';
import { comparisonMarkdown } from '../../core/compare/comparisonTable.ts';
import type { PairComparison } from '../../core/compare/result.ts';
import { messageOf, UserError } from '../../core/errors.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exitCodes.ts';
import { comparisonText } from '../result/comparisonText.ts';
import { styles } from '../terminal/style.ts';
import { oneLine } from '../terminal/textWidth.ts';

const headlines: string[] = [
  ...comparedLatencies,
  ...Object.keys(comparedRates),
  ...Object.keys(comparedShares),
];

interface CompareOptions {
  headline?: ComparedKey;
  markdown?: string;
  failOn?: 'worse';
  json?: boolean;
}

/** `llmeter compare` */
export function compareCommand(
  program: Command,
  context: CliContext,
  finish: (code: ExitCode) => void,
): void {
  program
    .command('compare')
    .summary('compare saved runs')
    .description(
      'Compare saved runs with the first of them, the baseline; also runs made by Python LLMeter. What speaks against comparing them is said first.',
    )
    .argument('<baseline>', 'run folder')
    .argument('<candidates...>', 'run folders, each compared with the baseline')
    .addOption(
      new Option(
        '--headline <metric>',
        'the metric that decides (default: ttft, or ttlt where nothing streamed)',
      ).choices(headlines),
    )
    .option('--markdown <file>', 'write the comparison as Markdown too, for a pull request')
    .addOption(
      new Option('--fail-on <verdict>', 'make the exit code say how the headline metric did').choices([
        'worse',
      ]),
    )
    .option('--json', 'print one JSON object: runs, pairs, warnings')
    .addHelpText('after', notes)
    .action(async (baseline: string, candidates: string[], options: CompareOptions) => {
      const folders = [baseline, ...candidates].map(folder => resolve(context.folder, folder));
      finish(await compare(folders, options, context));
    });
}

async function compare(
  folders: string[],
  { headline, markdown, failOn, json }: CompareOptions,
  context: CliContext,
): Promise<ExitCode> {
  const engine = context.openEngine();
  try {
    const comparison = await engine.request('compareRuns', {
      folders,
      ...(headline === undefined ? {} : { headline }),
    });
    const { pairs, warnings } = comparison;
    const look = styles(context.stderr.colours);
    for (const warning of warnings) context.stderr.write(`${look.warn('warning:')} ${oneLine(warning)}\n`);
    if (markdown !== undefined) await writeMarkdown(resolve(context.folder, markdown), pairs);
    const text = json
      ? JSON.stringify(comparison)
      : pairs.map(pair => comparisonText(pair, styles(context.stdout.colours)).join('\n')).join('\n\n');
    context.stdout.write(`${text}\n`);
    return failOn === undefined ? exitCodes.ok : gate(pairs);
  } finally {
    await engine.close();
  }
}

async function writeMarkdown(file: string, pairs: readonly PairComparison[]): Promise<void> {
  await writeFile(file, pairs.map(comparisonMarkdown).join('\n')).catch((error: unknown) => {
    throw new UserError(`Cannot write ${file}: ${messageOf(error)}. Change --markdown.`);
  });
}

/** The worst that can be said of any candidate: worse counts more than undecided. */
function gate(pairs: readonly PairComparison[]): ExitCode {
  const verdicts = pairs.map(({ comparable, headline, metrics }) =>
    comparable ? metrics.find(({ key }) => key === headline)?.verdict : undefined,
  );
  if (verdicts.includes('worse')) return exitCodes.failed;
  return verdicts.some(verdict => verdict === undefined || verdict === 'not enough data')
    ? exitCodes.undecided
    : exitCodes.ok;
}

const notes = `
Examples:
  llmeter compare llmeter-runs/before llmeter-runs/after
  llmeter compare before after --headline ttlt --markdown comparison.md
  llmeter compare main branch --fail-on worse             a gate for a pipeline

Intervals are at 95 %. Exit codes: 0 the comparison was made. With --fail-on worse also 1 when the headline
metric of any candidate is worse, and 3 when it cannot be judged: too few data, or not comparable.`;
