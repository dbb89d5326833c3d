import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type CompatTool, compatTools } from '../../core/compat/compatViews.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
import { withEngine } from '../process/withEngine.ts';
import { compatText } from '../result/compatText.ts';
import { printResult } from '../result/printResult.ts';
import { printText } from '../result/printText.ts';
import { viewOfReport } from '../result/resultView.ts';

interface StatsOptions {
  json?: boolean;
  prices?: string;
  as?: CompatTool;
}

/** `llmeter stats` */
export function statsCommand(program: Command, context: CliContext, finish: (code: ExitCode) => void): void {
  program
    .command('stats')
    .summary('show the statistics of a saved run')
    .description(
      'Show the statistics of a saved run, also of one that was broken off or made by Python LLMeter.',
    )
    .argument('<folder>', 'run folder')
    .option('--prices <file>', 'compute its costs by this price table, instead of the prices of its time')
    .addOption(
      new Option('--as <tool>', 'show the numbers as another tool would, with its names and formulas')
        .choices(compatTools)
        .conflicts('prices'),
    )
    .option('--json', 'print one JSON object: folder, stats, metrics, environment; with --as: folder, views')
    .addHelpText('after', notes)
    .action(async (run: string, { json = false, prices, as }: StatsOptions) => {
      const folder = resolve(context.folder, run);
      const table = prices === undefined ? {} : { prices: resolve(context.folder, prices) };
      if (as !== undefined) await statsAs(as, folder, json, context);
      else await stats({ folder, ...table }, json, context);
      finish(exitCodes.ok);
    });
}

async function stats(
  asked: { folder: string; prices?: string },
  asJson: boolean,
  context: CliContext,
): Promise<void> {
  const report = await withEngine(context, engine => engine.request('loadReport', asked));
  const { folder, metrics, environment } = report;
  const json = asJson ? { folder, stats: report.stats, metrics, environment } : null;
  printResult(context, viewOfReport(report), json);
}

/** For people who must reproduce a number from elsewhere. */
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

const notes = `
Examples:
  llmeter stats llmeter-runs/today
  llmeter stats llmeter-runs/today --as vllm             what "vllm bench serve" would say of the same requests

Tools count differently: what a first token is, whether failures and the last chunk count, how percentiles are
taken. --as puts the same requests through a tool's own formulas, says them in words below the numbers, and what
our records cannot reproduce. "llmeter" has two answers, as Python LLMeter has: while it runs, and loaded again.`;
