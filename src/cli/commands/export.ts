import { resolve } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../../core/errors.ts';
import { responseColumns } from '../../core/export/responseColumns.ts';
import type { ExportData } from '../../protocol/experiments.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exitCodes.ts';
import { table } from '../result/table.ts';

type Formats = Partial<Record<ExportData['format'], string>>;

/** `llmeter export` */
export function exportCommand(program: Command, context: CliContext, finish: (code: ExitCode) => void): void {
  program
    .command('export')
    .summary('write saved results for other tools')
    .description(
      'Write saved runs, A/B runs, load tests or heatmaps in forms that other tools take; several at once.',
    )
    .argument('<folders...>', 'run or experiment folders, also those made by Python LLMeter')
    .option('--csv <file>', 'every request as a line of CSV')
    .option('--parquet <file>', 'the same as Parquet, typed')
    .option('--markdown <file>', 'the numbers as tables for a pull request')
    .option('--svg <folder>', 'every chart as an SVG picture; the editor saves PNG too')
    .addHelpText('after', notes)
    .action(async (folders: string[], formats: Formats) => {
      await write(
        folders.map(folder => resolve(context.folder, folder)),
        formats,
        context,
      );
      finish(exitCodes.ok);
    });
}

async function write(folders: string[], formats: Formats, context: CliContext): Promise<void> {
  const wanted = Object.entries(formats) as [ExportData['format'], string][];
  if (wanted.length === 0) {
    throw new UserError('Say what to write: --csv, --parquet, --markdown or --svg.');
  }
  const engine = context.openEngine();
  try {
    for (const [format, path] of wanted) {
      const files = await engine.request('exportData', {
        folders,
        format,
        path: resolve(context.folder, path),
      });
      context.stdout.write(files.map(file => `${file}\n`).join(''));
    }
  } finally {
    await engine.close();
  }
}

const columns = table(
  responseColumns.map(({ name, type, description }) => [`  ${name}`, type, description]),
  'left',
).join('\n');

const notes = `
Examples:
  llmeter export llmeter-runs/today --csv today.csv --svg charts
  llmeter export llmeter-runs/before llmeter-runs/after --parquet both.parquet --markdown comparison.md

Columns of CSV and Parquet, a row for each measured request; what is not known is empty, never 0. Names end with
the unit: _s is seconds.
${columns}`;
