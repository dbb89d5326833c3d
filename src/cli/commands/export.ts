import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../../core/base/errors.ts';
import { responseColumns } from '../../core/export/responseColumns.ts';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { ExportData } from '../../protocol/experiments.ts';
import { standardOutput } from '../options/comparisonOptions.ts';
import { addHelp, type HelpText } from '../options/helpText.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
import { namedPlace } from '../process/namedPlace.ts';
import { isUserError } from '../process/userErrors.ts';
import { withEngine } from '../process/withEngine.ts';
import { printWarnings } from '../result/printText.ts';
import { table } from '../result/table.ts';

type Formats = Partial<Record<ExportData['format'], string>>;

/** `llmeter export` */
export function exportCommand(program: Command, context: CliContext, finish: (code: ExitCode) => void): void {
  const command = program
    .command('export')
    .summary('write saved results in formats for other tools')
    .description(
      'Write saved runs, A/B tests, load tests or heatmaps in formats that other tools read. Several formats can be written at once.',
    )
    .argument('<folders...>', 'folders of runs or experiments; also those made by Python LLMeter')
    .option('--csv <file>', 'every request as a row of CSV; - prints it')
    .option('--parquet <file>', 'every request as a row of Parquet, with typed columns')
    .option('--markdown <file>', 'the results as tables for a pull request; - prints them')
    .option('--svg <folder>', 'every chart as an SVG file; the editor also saves PNG');
  addHelp(command, help).action(async (folders: string[], formats: Formats) => {
    await write(
      folders.map(folder => namedPlace(context, folder)),
      formats,
      context,
    );
    finish(exitCodes.ok);
  });
}

async function write(folders: string[], formats: Formats, context: CliContext): Promise<void> {
  const wanted = Object.entries(formats) as [ExportData['format'], string][];
  if (wanted.length === 0) {
    throw new UserError('Choose what to write: --csv, --parquet, --markdown or --svg.');
  }
  const printed = wanted.filter(([, path]) => path === standardOutput).map(([format]) => format);
  if (printed.length > 1 || printed.some(format => format === 'parquet' || format === 'svg')) {
    throw new UserError(
      'Only one of --csv and --markdown can print to standard output. Give the others a file.',
    );
  }
  await withEngine(context, async engine => {
    const failed: Error[] = [];
    for (const [format, path] of wanted) {
      try {
        if (path === standardOutput) await printExport(format, folders, engine, context);
        else await writeExport(format, folders, path, engine, context, printed.length > 0);
      } catch (error) {
        if (!isUserError(error)) throw error;
        failed.push(error);
      }
    }
    const [first] = failed;
    if (first && failed.length === wanted.length) throw first;
    printWarnings(
      context,
      failed.map(({ message }) => message),
    );
  });
}

/** `beside`: standard output is taken by another format. */
async function writeExport(
  format: ExportData['format'],
  folders: string[],
  path: string,
  engine: EnginePort,
  context: CliContext,
  beside: boolean,
): Promise<void> {
  const asked = { folders, format, path: resolve(context.folder, path) };
  const { files, warnings } = await engine.request('exportData', asked);
  const { stdout, stderr } = context;
  printWarnings(context, warnings);
  (beside ? stderr : stdout).write(files.map(file => `${file}\n`).join(''));
}

async function printExport(
  format: ExportData['format'],
  folders: string[],
  engine: EnginePort,
  context: CliContext,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'llmeter-'));
  try {
    const path = join(folder, 'export');
    const { warnings } = await engine.request('exportData', { folders, format, path });
    printWarnings(context, warnings);
    context.stdout.data(await readFile(path, 'utf8'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

const help: HelpText = {
  examples: [
    ['llmeter export llmeter-runs/today --csv today.csv --svg charts'],
    ['llmeter export llmeter-runs/today --csv - | head'],
    ['llmeter export llmeter-runs/before llmeter-runs/after --parquet both.parquet --markdown comparison.md'],
  ],
  notes: [
    'CSV and Parquet have one row per measured request. Unknown values are empty, never 0. Column names end with their unit: _s is seconds.',
  ],
  lines: [
    'Columns:',
    ...table(
      responseColumns.map(({ name, type, description }) => [`  ${name}`, type, description]),
      'left',
    ),
  ],
  exitCodes: { usage: 'invalid arguments or folders' },
};
