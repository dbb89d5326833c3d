import { resolve } from 'node:path';
import type { Command } from 'commander';
import { addSavedPrices } from '../options/comparisonOptions.ts';
import { addHelp, type HelpText } from '../options/helpText.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
import { namedPlace } from '../process/namedPlace.ts';
import { withEngine } from '../process/withEngine.ts';

/** `llmeter report` */
export function reportCommand(program: Command, context: CliContext, finish: (code: ExitCode) => void): void {
  const command = program
    .command('report')
    .summary('create an HTML report of saved runs and experiments')
    .description(
      'Create one HTML file from a run, from several runs or an A/B test and their comparison, from load tests on shared axes, or from heatmaps. The file contains no scripts, opens offline and can be printed.',
    )
    .argument('<folders...>', 'folders of runs or experiments; also those made by Python LLMeter')
    .requiredOption('--html <file>', 'file to write');
  addSavedPrices(command);
  addHelp(command, help).action(
    async (folders: string[], { html, prices }: { html: string; prices?: string }) => {
      const asked = {
        folders: folders.map(folder => namedPlace(context, folder)),
        file: resolve(context.folder, html),
        ...(prices !== undefined && { prices: resolve(context.folder, prices) }),
      };
      await withEngine(context, engine => engine.request('exportReport', asked));
      context.stdout.write(`${asked.file}\n`);
      finish(exitCodes.ok);
    },
  );
}

const help: HelpText = {
  examples: [
    ['llmeter report llmeter-runs/before llmeter-runs/after --html comparison.html'],
    ['llmeter report llmeter-runs/scaling llmeter-runs/scaling-2 --html load-tests.html'],
    ['llmeter report llmeter-runs/lengths --html heatmap.html'],
  ],
  exitCodes: { usage: 'invalid arguments or folders' },
};
