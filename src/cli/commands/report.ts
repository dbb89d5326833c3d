import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
import { withEngine } from '../process/withEngine.ts';

/** `llmeter report` */
export function reportCommand(program: Command, context: CliContext, finish: (code: ExitCode) => void): void {
  program
    .command('report')
    .summary('make an HTML report of saved runs and experiments')
    .description(
      'Make one HTML file of a run, of several runs or an A/B run with their comparison, of load tests on shared axes, or of heatmaps. It holds no scripts, opens offline and can be printed.',
    )
    .argument('<folders...>', 'run or experiment folders, also those made by Python LLMeter')
    .requiredOption('--html <file>', 'the file to write')
    .option('--prices <file>', 'compute costs by this price table, instead of the prices of each run’s time')
    .addHelpText('after', examples)
    .action(async (folders: string[], { html, prices }: { html: string; prices?: string }) => {
      const asked = {
        folders: folders.map(folder => resolve(context.folder, folder)),
        file: resolve(context.folder, html),
        ...(prices !== undefined && { prices: resolve(context.folder, prices) }),
      };
      await withEngine(context, engine => engine.request('exportReport', asked));
      context.stdout.write(`${asked.file}\n`);
      finish(exitCodes.ok);
    });
}

const examples = `
Examples:
  llmeter report llmeter-runs/before llmeter-runs/after --html comparison.html
  llmeter report llmeter-runs/scaling llmeter-runs/scaling-2 --html load-tests.html
  llmeter report llmeter-runs/lengths --html heatmap.html`;
