import { resolve } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../../core/base/errors.ts';
import type { OpenExperiment } from '../../protocol/experiments.ts';
import {
  addDecidingMetric,
  addSavedPrices,
  addVerdictOptions,
  type ComparisonOptions,
  checkOutputs,
  gate,
  verdictExitCodes,
  writeMarkdown,
} from '../options/comparisonOptions.ts';
import { addHelp, type HelpText } from '../options/helpText.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
import { namedPlace } from '../process/namedPlace.ts';
import { withEngine } from '../process/withEngine.ts';
import {
  type Compared,
  comparedExperimentMarkdown,
  comparedExperimentText,
} from '../result/comparedExperiment.ts';
import { type LabelledPair, missedText } from '../result/missedText.ts';
import { printJudged } from '../result/printJudged.ts';
import { printWarnings } from '../result/printText.ts';

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
      'Compare saved runs with the first of them, the baseline. Runs made by Python LLMeter can be compared too. An A/B test is expanded into the runs of its sides. Load tests are compared level by level, and heatmaps by the lengths that both requested. Of repeated runs, each run counts as one value. Caveats are listed first.',
    )
    .argument(
      '<folders...>',
      'folders of runs, of an A/B test, of load tests, or of heatmaps; the first is the baseline',
    );
  addDecidingMetric(command);
  addSavedPrices(command);
  addVerdictOptions(
    command,
    'print one JSON object; for runs: runs, pairs, warnings; for load tests: tests, comparisons; for heatmaps: heatmaps, comparisons',
  );
  addHelp(command, help).action(
    async (folders: string[], { prices, ...options }: ComparisonOptions & { prices?: string }) => {
      const paths = folders.map(folder => namedPlace(context, folder));
      const asked = {
        folders: paths,
        ...(prices !== undefined && { prices: resolve(context.folder, prices) }),
      };
      finish(await compare(asked, options, context));
    },
  );
}

async function compare(
  asked: OpenExperiment,
  { decidingMetric, margin, markdown, failOn, json }: ComparisonOptions,
  context: CliContext,
): Promise<ExitCode> {
  checkOutputs({ markdown, json });
  const content = await withEngine(context, engine =>
    engine.request('openExperiment', {
      ...asked,
      ...(decidingMetric !== undefined && { decidingMetric }),
      ...(margin !== undefined && { margin }),
    }),
  );
  if (content.kind === 'repeats') {
    throw new UserError(
      `${content.repeated.folder} is one repeated run: name another run to compare it with, or show it with "llmeter report".`,
    );
  }
  printWarnings(context, warningsOf(content));
  await writeMarkdown(markdown, () => comparedExperimentMarkdown(content), context);
  const pairs = pairsOf(content);
  const judged = pairs.map(({ pair }) => pair);
  const code = failOn === undefined ? exitCodes.ok : gate(judged, isIncomplete(content));
  const missed = failOn !== undefined && code === exitCodes.ok ? missedText(pairs) : [];
  printJudged(
    context,
    { json, markdown },
    objectOf(content),
    look => comparedExperimentText(content, look),
    missed,
  );
  return code;
}

/** All pairs that are judged: of runs, or of the levels or lengths that two experiments share. */
function pairsOf(content: Compared): readonly LabelledPair[] {
  return content.kind === 'runs'
    ? content.comparison.pairs.map(pair => ({ label: pair.candidate, pair }))
    : content.comparisons.flatMap(({ parts }) => parts);
}

/** Whether the baseline has levels or lengths that a candidate lacks, perhaps because it failed there. */
function isIncomplete(content: Compared): boolean {
  return content.kind !== 'runs' && content.comparisons.some(({ missing }) => missing.length > 0);
}

function warningsOf(content: Compared): readonly string[] {
  switch (content.kind) {
    case 'runs':
      return content.comparison.warnings;
    case 'load-tests':
      return content.tests.flatMap(({ name, warnings }) => warnings.map(warning => `${name}: ${warning}`));
    case 'heatmaps':
      return content.heatmaps.flatMap(({ name, warnings }) => warnings.map(warning => `${name}: ${warning}`));
  }
}

function objectOf(content: Compared): object {
  switch (content.kind) {
    case 'runs':
      return content.comparison;
    case 'load-tests':
      return { tests: content.tests, comparisons: content.comparisons };
    case 'heatmaps':
      return { heatmaps: content.heatmaps, comparisons: content.comparisons };
  }
}

const help: HelpText = {
  examples: [
    ['llmeter compare llmeter-runs/before llmeter-runs/after'],
    ['llmeter compare before after --deciding-metric ttlt --markdown comparison.md'],
    ['llmeter compare main branch --fail-on worse --margin 5%', 'a gate in CI'],
    ['llmeter compare llmeter-runs/ab', 'the sides of an A/B test again'],
    ['llmeter compare llmeter-runs/sweep-a llmeter-runs/sweep-b'],
  ],
  notes: [
    'Confidence intervals are at the 95 % level. Load tests and heatmaps are judged by the deciding metric at all levels or lengths together. With several folders besides the baseline, verdicts are adjusted for the number of comparisons.',
  ],
  exitCodes: { ...verdictExitCodes(), usage: 'invalid arguments or folders' },
};
