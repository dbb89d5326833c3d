import type { RecipeSide } from '../../core/recipes/recipe.ts';
import { apiKeyOf } from '../../measure/plan/secrets.ts';
import type { AbOutcome } from '../../protocol/experiments.ts';
import type { Measurement } from '../../protocol/measurement.ts';
import type { StartAb } from '../../protocol/start.ts';
import {
  type ComparisonOptions,
  checkOutputs,
  gate,
  standardOutput,
  writeMarkdown,
} from '../options/comparisonOptions.ts';
import type { NamedPlan } from '../plan/resolveSides.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
import { comparedMarkdown, comparedText } from '../result/comparisonText.ts';
import { liveDisplay } from '../terminal/liveDisplay.ts';
import { styles } from '../terminal/style.ts';
import { oneLine } from '../terminal/textWidth.ts';
import { estimateRuns } from './estimateRuns.ts';
import { runMeasurement } from './runMeasurement.ts';

type Verdict = {
  [K in Exclude<keyof ComparisonOptions, 'decidingMetric'>]: ComparisonOptions[K] | undefined;
} & {
  estimate: boolean | undefined;
};

/** Runs the sides of an A/B test, made from `plans`, and prints the comparison; or estimates the cost. */
export async function runAbTest(
  context: CliContext,
  plans: readonly NamedPlan[],
  sides: readonly RecipeSide[],
  chosen: Pick<StartAb, 'name' | 'decidingMetric' | 'recipe'>,
  { markdown, failOn, json, estimate }: Verdict,
): Promise<ExitCode> {
  checkOutputs({ markdown, json });
  const [first] = plans;
  if (!first) return exitCodes.usage;
  const start: Measurement<'ab'> = {
    kind: 'ab',
    ...chosen,
    sides: sides.map(({ name, plan, from }) => {
      const { checked, baseFolder } = plans[from] ?? first;
      const apiKey = apiKeyOf(checked.endpoint, {}, context.env);
      return { name, plan, baseFolder, secrets: apiKey === undefined ? {} : { apiKey } };
    }),
    baseFolder: first.baseFolder,
    defaultOutput: first.defaultOutput,
    allowModules: true,
    network: {},
  };
  if (estimate) return await estimateRuns(start, json === true, context);
  const { outcome, interrupted } = await runMeasurement(context, liveDisplay(context), start);
  const { findings, comparison } = outcome;
  await writeMarkdown(markdown, () => comparedMarkdown(findings, comparison?.pairs ?? []), context);
  print(outcome, { json, markdown }, context);
  if (interrupted) return exitCodes.interrupted;
  if (outcome.state === 'failed' || noneSucceeded(outcome)) return exitCodes.failed;
  const verdict = failOn === undefined ? exitCodes.ok : gate(comparison?.pairs ?? []);
  return verdict === exitCodes.ok && outcome.endedByBudget ? exitCodes.overBudget : verdict;
}

function noneSucceeded({ sides }: AbOutcome): boolean {
  return sides.some(({ outcome }) => outcome.failedRequests >= outcome.totalRequests);
}

function print(
  outcome: AbOutcome,
  { json, markdown }: Pick<Verdict, 'json' | 'markdown'>,
  { stdout, stderr }: CliContext,
): void {
  const { warn } = styles(stderr.colours);
  const warnings = [
    ...(outcome.message === null ? [] : [outcome.message]),
    ...(outcome.comparison?.warnings ?? []),
  ];
  for (const warning of warnings) stderr.write(`${warn('warning:')} ${oneLine(warning)}\n`);
  const look = styles(stdout.colours);
  const { findings, comparison, folder } = outcome;
  const place = `A/B run folder: ${look.bold(folder)}`;
  if (markdown === standardOutput) {
    stderr.write(`${place}\n`);
    return;
  }
  const told = comparedText(findings, comparison?.pairs ?? [], look);
  const text = json ? JSON.stringify(outcome) : [...told, ...(told.length > 0 ? [''] : []), place].join('\n');
  stdout.write(`${text}\n`);
}
