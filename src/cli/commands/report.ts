import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { messageOf, UserError } from '../../core/errors.ts';
import type { NamedReport } from '../../report/runsReport.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exitCodes.ts';

/** `llmeter report` */
export function reportCommand(program: Command, context: CliContext, finish: (code: ExitCode) => void): void {
  program
    .command('report')
    .summary('make an HTML report of saved runs')
    .description(
      'Make one HTML file of saved runs, with their numbers, charts, and of several the comparison with the first. It holds no scripts, opens offline and can be printed.',
    )
    .argument('<folders...>', 'run folders, also of runs made by Python LLMeter')
    .requiredOption('--html <file>', 'the file to write')
    .action(async (folders: string[], { html }: { html: string }) => {
      await report(
        folders.map(folder => resolve(context.folder, folder)),
        resolve(context.folder, html),
        context,
      );
      finish(exitCodes.ok);
    });
}

async function report(folders: string[], file: string, context: CliContext): Promise<void> {
  const engine = context.openEngine();
  try {
    const comparison = folders.length > 1 ? await engine.request('compareRuns', { folders }) : null;
    const runs: NamedReport[] = [];
    for (const [i, folder] of folders.entries()) {
      const loaded = await engine.request('loadReport', { folder });
      runs.push({ name: comparison?.runs[i]?.name ?? loaded.name, report: loaded });
    }
    // ECharts is large, and no other command draws.
    const { runsReport } = await import('../../report/runsReport.ts');
    await writeFile(file, runsReport(runs, comparison?.pairs ?? [])).catch((error: unknown) => {
      throw new UserError(`Cannot write ${file}: ${messageOf(error)}. Change --html.`);
    });
    context.stdout.write(`${file}\n`);
  } finally {
    await engine.close();
  }
}
