import type { Command } from 'commander';
import { UserError } from '../../core/base/errors.ts';
import { nearestOf } from '../../core/base/explainIssues.ts';
import { countOf } from '../../core/format/quantities.ts';
import type { Recipe } from '../../core/recipes/recipe.ts';
import { recipeOf, recipes } from '../../core/recipes/recipes.ts';
import { takesCachePointsInPlan } from '../../endpoints/kinds.ts';
import { measureSides, type SidesOptions } from '../measure/measureSides.ts';
import { addVerdictOptions, type VerdictOptions, verdictExitCodes } from '../options/comparisonOptions.ts';
import { addMeasureHelp, type HelpText } from '../options/helpText.ts';
import { addSideOptions } from '../options/sideOptions.ts';
import type { PlanArguments } from '../plan/resolvePlan.ts';
import { type AgainstFlags, resolveSides } from '../plan/resolveSides.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
import { printText } from '../result/printText.ts';
import type { Styles } from '../terminal/style.ts';

type RecipeOptions = PlanArguments & AgainstFlags & VerdictOptions & SidesOptions;

/** `llmeter recipe` */
export function recipeCommand(program: Command, context: CliContext, finish: (code: ExitCode) => void): void {
  const command = program
    .command('recipe')
    .summary('answer a question about endpoints with an A/B test')
    .description(
      'Answer a question about endpoints. Without arguments, list all recipes. A recipe runs an A/B test of the given endpoints, uses its own prompts if the plan has none, and reports its findings in words.',
    )
    .argument('[recipe]', recipes.map(({ id }) => id).join(', '))
    .argument(
      '[plans...]',
      'plan files, YAML or JSON, one per endpoint; or one plan file and an --against flag',
    );
  addSideOptions(command);
  addVerdictOptions(
    command,
    'print one JSON object: folder, name, state, message, endedByBudget, sides, comparison, findings',
  );
  addMeasureHelp(command, help).action(
    async (id: string | undefined, planFiles: string[], options: RecipeOptions) => {
      if (id === undefined) {
        printText(context, options.json ? recipes.map(listed) : null, listLines);
        finish(exitCodes.ok);
      } else finish(await runRecipe(findRecipe(id), planFiles, options, context));
    },
  );
}

async function runRecipe(
  recipe: Recipe,
  planFiles: readonly string[],
  { name, margin, markdown, failOn, json, estimate, yes, ...flags }: RecipeOptions,
  context: CliContext,
): Promise<ExitCode> {
  const plans = await resolveSides(planFiles, flags, context.folder);
  const { inputs, id, decidingMetric } = recipe;
  if (plans.length !== inputs.length) {
    const labels = inputs.map(({ label }) => label).join(' and ');
    const advice =
      inputs.length === 1
        ? 'Give one plan file, or flags only.'
        : 'Give one plan file for each, or one plan file and an --against flag.';
    throw new UserError(
      `The recipe ${id} needs ${countOf(inputs.length, 'endpoint')} (${labels}), not ${plans.length}. ${advice}`,
    );
  }
  const sides = recipe.sides(
    plans.map(({ plan }) => plan),
    takesCachePointsInPlan,
  );
  const chosen = {
    ...{ recipe: id, decidingMetric },
    ...(margin !== undefined && { margin }),
    ...(name !== undefined && { name }),
  };
  return measureSides(context, plans, sides, chosen, { markdown, failOn, json, estimate, yes });
}

function findRecipe(id: string): Recipe {
  const recipe = recipeOf(id);
  if (recipe) return recipe;
  const ids = recipes.map(each => each.id);
  const nearest = nearestOf(id, ids);
  throw new UserError(
    `There is no recipe "${id}". ${nearest === null ? `The recipes are ${ids.join(', ')}.` : `Did you mean "${nearest}"?`}`,
  );
}

/** A recipe as `--json` lists it. */
function listed({ id, title, question, method, decidingMetric, inputs }: Recipe): object {
  return { id, title, question, method, decidingMetric, inputs };
}

function listLines({ bold, dim }: Styles): string[] {
  const sections = recipes.map(({ id, question, method, inputs }) => [
    bold(id),
    `  ${question}`,
    dim(`  ${method} Needs ${countOf(inputs.length, 'endpoint')}.`),
  ]);
  return sections.flatMap(lines => [...lines, '']).slice(0, -1);
}

const help: HelpText = {
  examples: [
    ['llmeter recipe', 'list all recipes'],
    ['llmeter recipe ttft old.yaml new.yaml'],
    ['llmeter recipe tpot --model gpt-4.1 --against-model gpt-4.1-mini'],
    ['llmeter recipe prompt-caching --endpoint anthropic-messages --model claude-sonnet-5-5'],
    ['llmeter recipe thinking plan.yaml --requests 50 --markdown thinking.md'],
    ['llmeter recipe prompt-caching --base-url simulated:cache'],
  ],
  exitCodes: verdictExitCodes(
    'a side failed, or all or too many of its requests did (--max-error-rate, --stop-on)',
  ),
};
