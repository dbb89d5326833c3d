import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type CompatTool, compatTools } from '../../core/compat/compatViews.ts';
import type { EngineRequests } from '../../protocol/engine.ts';
import { addHelp, type HelpText } from '../options/helpText.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
import { namedPlace } from '../process/namedPlace.ts';
import { withEngine } from '../process/withEngine.ts';
import { compatText } from '../result/compatText.ts';
import { printResult } from '../result/printResult.ts';
import { printText } from '../result/printText.ts';
import { viewOfReport } from '../result/resultView.ts';

interface StatsOptions {
  json?: boolean;
  prices?: string;
  as?: CompatTool;
  filter?: string;
}

/** `llmeter stats` */
export function statsCommand(program: Command, context: CliContext, finish: (code: ExitCode) => void): void {
  const command = program
    .command('stats')
    .summary('show the statistics of a saved run')
    .description(
      'Show the statistics of a saved run, including interrupted runs and runs made by Python LLMeter.',
    )
    .argument('<folder>', 'run folder')
    .option(
      '--prices <file>',
      'compute costs from this price table, not from the prices at the time of the run',
    )
    .addOption(
      new Option('--as <tool>', 'show the results as another tool would, with its names and formulas')
        .choices(compatTools)
        .conflicts('prices'),
    )
    .addOption(
      new Option(
        '--filter <conditions>',
        'count only requests that meet conditions on the columns of exports, e.g. "error is null and output_tokens >= 100"',
      ).conflicts('as'),
    )
    .option(
      '--json',
      'print one JSON object: folder, stats, metrics, environment, diagnostics; with --as: folder, views',
    );
  addHelp(command, help).action(async (run: string, { json = false, prices, as, filter }: StatsOptions) => {
    const folder = namedPlace(context, run);
    const table = prices === undefined ? {} : { prices: resolve(context.folder, prices) };
    if (as !== undefined) await statsAs(as, folder, json, context);
    else await stats({ folder, ...table, ...(filter !== undefined && { filter }) }, json, context);
    finish(exitCodes.ok);
  });
}

async function stats(
  asked: EngineRequests['loadReport']['params'],
  asJson: boolean,
  context: CliContext,
): Promise<void> {
  const report = await withEngine(context, engine => engine.request('loadReport', asked));
  const { folder, metrics, environment, diagnostics } = report;
  const json = asJson ? { folder, stats: report.stats, metrics, environment, diagnostics } : null;
  printResult(context, viewOfReport(report), json);
}

/** For users who must reproduce a number of another tool. */
async function statsAs(
  tool: CompatTool,
  folder: string,
  asJson: boolean,
  context: CliContext,
): Promise<void> {
  const views = await withEngine(context, engine => engine.request('compatViews', { folder, tools: [tool] }));
  printText(context, asJson ? { folder, views } : null, look => [
    views.map(view => compatText(view, look).join('\n')).join('\n\n'),
  ]);
}

const help: HelpText = {
  examples: [
    ['llmeter stats llmeter-runs/today'],
    ['llmeter stats llmeter-runs/today --filter "error is null and client = 0"'],
    [
      'llmeter stats llmeter-runs/today --as vllm',
      'what "vllm bench serve" would report for the same requests',
    ],
  ],
  notes: [
    'Tools count differently: what the first token is, whether failures and the last chunk count, how percentiles are computed. --as applies the formulas of another tool to the same requests. Below the numbers it explains these formulas, and what cannot be reproduced from our records. For "llmeter" it shows two views, because Python LLMeter reports other numbers for a loaded run than for one that has just ended.',
    'A filter compares columns with =, !=, <, <=, >, >= and ~ (contains), or tests "is null" and "is not null", joined by "and". "llmeter export --help" lists the columns.',
  ],
  exitCodes: { usage: 'invalid arguments or folder' },
};
