import type { RecipeSide } from '../../core/recipes/recipe.ts';
import type { AbOutcome } from '../../protocol/experiments.ts';
import type { Measurement } from '../../protocol/measurement.ts';
import type { AbSide, StartAb } from '../../protocol/start.ts';
import { checkOutputs, gate, standardOutput, writeMarkdown } from '../options/comparisonOptions.ts';
import type { NamedPlan } from '../plan/resolveSides.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
import { comparedMarkdown, comparedText } from '../result/comparisonText.ts';
import { missedText } from '../result/missedText.ts';
import { printJudged } from '../result/printJudged.ts';
import { printWarnings } from '../result/printText.ts';
import { type Styles, styles } from '../terminal/style.ts';
import { type MeasureOptions, measure } from './measure.ts';
import { commonStart, secretsOf } from './start.ts';

/** What to do with the comparison of an A/B test, besides printing it. */
export interface SidesOptions extends MeasureOptions {
  markdown?: string | undefined;
  failOn?: 'worse' | undefined;
}

/** Measures the sides of an A/B test, made from `plans`, and prints the comparison: `ab` and `recipe`. */
export async function measureSides(
  context: CliContext,
  plans: readonly NamedPlan[],
  sides: readonly RecipeSide[],
  chosen: Pick<StartAb, 'name' | 'decidingMetric' | 'margin' | 'recipe'>,
  options: SidesOptions,
): Promise<ExitCode> {
  checkOutputs(options);
  const [first] = plans;
  if (!first) return exitCodes.usage;
  const measurement: Measurement<'ab'> = {
    kind: 'ab',
    ...chosen,
    ...commonStart(first),
    sides: sides.map(({ name, plan, from }): AbSide => {
      const resolved = plans[from] ?? first;
      const { baseFolder, place } = resolved;
      return { name, plan, baseFolder, place, secrets: secretsOf(resolved, context) };
    }),
  };
  const { markdown, failOn } = options;
  return measure(context, measurement, options, {
    async print({ outcome }) {
      const { findings, comparison } = outcome;
      await writeMarkdown(markdown, () => comparedMarkdown(findings, comparison?.pairs ?? []), context);
      printSides(outcome, options, context);
    },
    nothingSucceeded: ({ sides }) =>
      sides.some(({ outcome }) => outcome.failedRequests >= outcome.totalRequests),
    verdict: ({ comparison }) => gateOf(comparison, failOn),
  });
}

function gateOf(comparison: AbOutcome['comparison'], failOn: SidesOptions['failOn']): ExitCode {
  return failOn === undefined ? exitCodes.ok : gate(comparison?.pairs ?? []);
}

function printSides(outcome: AbOutcome, options: SidesOptions, context: CliContext): void {
  const { message, comparison, findings, folder } = outcome;
  const { json, markdown, failOn } = options;
  printWarnings(context, [...(message === null ? [] : [message]), ...(comparison?.warnings ?? [])]);
  const place = (look: Styles) => `A/B test folder: ${look.bold(folder)}`;
  if (markdown === standardOutput) {
    context.stderr.write(`${place(styles(context.stdout.colours))}\n`);
  }
  const pairs = comparison?.pairs ?? [];
  const passed = failOn !== undefined && gateOf(comparison, failOn) === exitCodes.ok;
  const missed = passed ? missedText(pairs.map(pair => ({ label: pair.candidate, pair }))) : [];
  const text = (look: Styles) => {
    const compared = comparedText(findings, pairs, look);
    return [...compared, ...(compared.length > 0 ? [''] : []), place(look)];
  };
  printJudged(context, { json, markdown }, outcome, text, missed);
}
