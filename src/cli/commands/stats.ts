import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exitCodes.ts';
import { printResult } from '../result/printResult.ts';
import { viewOfReport } from '../result/resultView.ts';

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
    .option('--json', 'print one JSON object: folder, stats, metrics, environment')
    .action(async (folder: string, { json, prices }: { json?: boolean; prices?: string }) => {
      const table = prices === undefined ? {} : { prices: resolve(context.folder, prices) };
      await stats({ folder: resolve(context.folder, folder), ...table }, json === true, context);
      finish(exitCodes.ok);
    });
}

async function stats(
  asked: { folder: string; prices?: string },
  asJson: boolean,
  context: CliContext,
): Promise<void> {
  const engine = context.openEngine();
  try {
    const report = await engine.request('loadReport', asked);
    const { folder, metrics, environment } = report;
    const json = asJson ? { folder, stats: report.stats, metrics, environment } : null;
    printResult(context, viewOfReport(report), json);
  } finally {
    await engine.close();
  }
}
