import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { PairComparison } from '../../core/compare/result.ts';
import { heatmapsMarkdown } from '../../core/heatmap/heatmapMarkdown.ts';
import { loadTestsMarkdown } from '../../core/loadTest/loadTestsMarkdown.ts';
import type { ExperimentContent, OpenExperiment } from '../../protocol/experiments.ts';
import {
  addDecidingMetric,
  addPrices,
  addVerdict,
  type ComparisonOptions,
  checkOutputs,
  gate,
  gateNotes,
  standardOutput,
  writeMarkdown,
} from '../options/comparisonOptions.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
import { withEngine } from '../process/withEngine.ts';
import { comparedMarkdown, comparedText } from '../result/comparisonText.ts';
import { heatmapsText } from '../result/heatmapText.ts';
import { loadTestsText } from '../result/loadTestsText.ts';
import { printText, printWarnings } from '../result/printText.ts';
import type { Styles } from '../terminal/style.ts';

/** `llmeter compare` */
export function compareCommand(
  program: Command,
  context: CliContext,
  finish: (code: ExitCode) => void,
): void {
  const command = program
    .command('compare')
    .summary('compare saved runs, load tests or heatmaps')
    .description(
      'Compare saved runs with the first of them, the baseline; also those made by Python LLMeter. An A/B run stands for the runs of its sides. Load tests are compared level by level, heatmaps by the lengths that all were asked for. What speaks against comparing is said first.',
    )
    .argument(
      '<folders...>',
      'run folders, or an A/B run; load tests; or heatmaps; the first is the baseline',
    );
  addVerdict(
    addPrices(addDecidingMetric(command)),
    'print one JSON object: of runs runs, pairs, warnings; of load tests tests, comparisons; of heatmaps heatmaps, comparisons',
  )
    .addHelpText('after', notes)
    .action(async (folders: string[], { prices, ...options }: ComparisonOptions & { prices?: string }) => {
      const paths = folders.map(folder => resolve(context.folder, folder));
      const asked = {
        folders: paths,
        ...(prices !== undefined && { prices: resolve(context.folder, prices) }),
      };
      finish(await compare(asked, options, context));
    });
}

async function compare(
  asked: OpenExperiment,
  { decidingMetric, markdown, failOn, json }: ComparisonOptions,
  context: CliContext,
): Promise<ExitCode> {
  checkOutputs({ markdown, json });
  const content = await withEngine(context, engine =>
    engine.request('openExperiment', {
      ...asked,
      ...(decidingMetric !== undefined && { decidingMetric }),
    }),
  );
  printWarnings(context, warningsOf(content));
  await writeMarkdown(markdown, () => markdownOf(content), context);
  if (markdown !== standardOutput) {
    printText(context, json ? objectOf(content) : null, look => textOf(content, look));
  }
  return failOn === undefined ? exitCodes.ok : gate(pairsOf(content));
}

/** All that is to be judged: runs, or what both experiments have of them. */
function pairsOf(content: ExperimentContent): readonly PairComparison[] {
  return content.kind === 'runs'
    ? content.comparison.pairs
    : content.comparisons.flatMap(({ parts }) => parts.map(({ pair }) => pair));
}

function warningsOf(content: ExperimentContent): readonly string[] {
  switch (content.kind) {
    case 'runs':
      return content.comparison.warnings;
    case 'load-tests':
      return content.tests.flatMap(({ name, warnings }) => warnings.map(warning => `${name}: ${warning}`));
    case 'heatmaps':
      return content.heatmaps.flatMap(({ name, warnings }) => warnings.map(warning => `${name}: ${warning}`));
  }
}

function textOf(content: ExperimentContent, look: Styles): string[] {
  switch (content.kind) {
    case 'runs':
      return comparedText(content.findings, content.comparison.pairs, look);
    case 'load-tests':
      return loadTestsText(content.tests, content.comparisons, look);
    case 'heatmaps':
      return heatmapsText(content.heatmaps, content.comparisons, look);
  }
}

/** What `--json` prints. */
function objectOf(content: ExperimentContent): object {
  switch (content.kind) {
    case 'runs':
      return content.comparison;
    case 'load-tests':
      return { tests: content.tests, comparisons: content.comparisons };
    case 'heatmaps':
      return { heatmaps: content.heatmaps, comparisons: content.comparisons };
  }
}

function markdownOf(content: ExperimentContent): string {
  switch (content.kind) {
    case 'runs':
      return comparedMarkdown(content.findings, content.comparison.pairs);
    case 'load-tests':
      return loadTestsMarkdown(content.tests, content.comparisons);
    case 'heatmaps':
      return heatmapsMarkdown(content.heatmaps, content.comparisons);
  }
}

const notes = `
Examples:
  llmeter compare llmeter-runs/before llmeter-runs/after
  llmeter compare before after --headline ttlt --markdown comparison.md
  llmeter compare main branch --fail-on worse             a gate for a pipeline
  llmeter compare llmeter-runs/ab                         the sides of an A/B run, anew
  llmeter compare llmeter-runs/sweep-a llmeter-runs/sweep-b

Load tests and heatmaps are judged by what decides at all levels or lengths together. Intervals are at 95 %. Exit codes: 0 the comparison was made. ${gateNotes}`;
