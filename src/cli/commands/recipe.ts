import type { Command } from 'commander';
import { UserError } from '../../core/base/errors.ts';
import { nearestOf } from '../../core/base/explainIssues.ts';
import { countOf } from '../../core/format/quantities.ts';
import type { Recipe } from '../../core/recipes/recipe.ts';
import { recipeOf, recipes } from '../../core/recipes/recipes.ts';
import { measureSides } from '../measure/measureSides.ts';
import { addVerdict, type ComparisonOptions, gateNotes } from '../options/comparisonOptions.ts';
import { addSides, type EstimateOption } from '../options/sideOptions.ts';
import type { PlanArguments } from '../plan/resolvePlan.ts';
import { type AgainstFlags, resolveSides } from '../plan/resolveSides.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';
import { styles } from '../terminal/style.ts';

type RecipeOptions = PlanArguments &
  AgainstFlags &
  EstimateOption &
  Omit<ComparisonOptions, 'decidingMetric'>;

/** `llmeter recipe` */
export function recipeCommand(program: Command, context: CliContext, finish: (code: ExitCode) => void): void {
  const command = program
    .command('recipe')
    .summary('answer a question about endpoints by an A/B run made for it')
    .description(
      'Answer a question about endpoints. Without arguments all recipes are listed. A recipe makes an A/B run of the endpoints it is given, with prompts of its own where the plan has none, and says in words what it found.',
    )
    .argument('[recipe]', recipes.map(({ id }) => id).join(', '))
    .argument('[plans...]', 'plan files; or one and an --against flag for recipes of two endpoints');
  addVerdict(addSides(command), 'print one JSON object: folder, name, state, sides, comparison, findings')
    .addHelpText('after', examples)
    .action(async (id: string | undefined, planFiles: string[], options: RecipeOptions) => {
      if (id === undefined) {
        const { json } = options;
        context.stdout.write(`${json ? JSON.stringify(list()) : listText(context)}\n`);
        finish(exitCodes.ok);
      } else finish(await runRecipe(known(id), planFiles, options, context));
    });
}

async function runRecipe(
  recipe: Recipe,
  planFiles: readonly string[],
  { name, markdown, failOn, json, estimate, ...flags }: RecipeOptions,
  context: CliContext,
): Promise<ExitCode> {
  const plans = await resolveSides(planFiles, flags, context.folder);
  const { inputs, id, decidingMetric } = recipe;
  if (plans.length !== inputs.length) {
    const wanted = inputs.map(({ label }) => label).join(' and ');
    throw new UserError(
      `The recipe ${id} needs ${countOf(inputs.length, 'endpoint')} (${wanted}), not ${plans.length}: give ${inputs.length === 1 ? 'one plan file, or none and flags' : 'as many plan files, or one and an --against flag'}.`,
    );
  }
  const sides = recipe.sides(plans.map(({ plan }) => plan));
  const chosen = { recipe: id, decidingMetric, ...(name !== undefined && { name }) };
  return await measureSides(context, plans, sides, chosen, { markdown, failOn, json, estimate });
}

function known(id: string): Recipe {
  const recipe = recipeOf(id);
  if (recipe) return recipe;
  const ids = recipes.map(each => each.id);
  const nearest = nearestOf(id, ids);
  throw new UserError(
    `There is no recipe "${id}". ${nearest === null ? `There are ${ids.join(', ')}.` : `Did you mean "${nearest}"?`}`,
  );
}

function list() {
  return recipes.map(({ id, title, question, method, decidingMetric, inputs }) => ({
    id,
    title,
    question,
    method,
    decidingMetric,
    inputs,
  }));
}

function listText({ stdout }: CliContext): string {
  const { bold, dim } = styles(stdout.colours);
  return recipes
    .map(({ id, question, method, inputs }) =>
      [bold(id), `  ${question}`, dim(`  ${method} Needs ${countOf(inputs.length, 'endpoint')}.`)].join('\n'),
    )
    .join('\n\n');
}

const examples = `
Examples:
  llmeter recipe                                          what there is
  llmeter recipe ttft old.yaml new.yaml
  llmeter recipe tpot --model gpt-4.1 --against-model gpt-4.1-mini
  llmeter recipe prompt-caching --endpoint anthropic-messages --model claude-sonnet-5-5
  llmeter recipe thinking plan.yaml --requests 50 --markdown thinking.md
  llmeter recipe prompt-caching --base-url simulated:cache

Exit codes: 0 ok, 1 a side could not go on or all its requests failed, 2 bad usage, 4 stopped
at its budget, 130 interrupted. ${gateNotes}`;
