import { UserError } from '../../core/base/errors.ts';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { Recipe } from '../../core/recipes/recipe.ts';
import { recipeOf, recipes } from '../../core/recipes/recipes.ts';
import type { SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import { choose } from '../host/questions/quickInput.ts';
import { question, walk } from '../host/questions/steps.ts';
import { readSettings } from '../host/settings.ts';
import { isRecipeArguments, type RecipeArguments } from '../measurements/experimentArguments.ts';
import type { WantedExperiment } from '../measurements/experiments.ts';
import { askEndpoint, remedyFor } from './askEndpoint.ts';
import { budgetStep, sharedBudget } from './budgetStep.ts';
import type { Command } from './command.ts';
import type { Services } from './services.ts';
import { startTyped } from './startTyped.ts';
import { endpointFor } from './typed.ts';

/** Run Recipe: a question, one pick. With `RecipeArguments` it asks nothing and answers with the outcome. */
export function runRecipe(services: Services): Command {
  return {
    id: 'llmeter.experiment.recipe',
    run: async args => {
      if (isRecipeArguments(args)) return runWith(services, args);
      await startInteractively(services);
      return undefined;
    },
  };
}

async function runWith(services: Services, args: RecipeArguments) {
  const {
    recipe: id,
    endpoints,
    name,
    waitForEnd: _wait,
    showPanel: _show,
    whenBusy: _busy,
    ...fields
  } = args;
  const recipe = recipeOf(id);
  if (!recipe) {
    throw new UserError(
      `There is no recipe “${id}”. There are ${recipes.map(known => known.id).join(', ')}.`,
    );
  }
  if (endpoints?.length !== recipe.inputs.length) {
    const wanted = recipe.inputs.map(({ label }) => label).join(', ');
    throw new UserError(`“${recipe.title}” needs ${recipe.inputs.length} in \`endpoints\`: ${wanted}.`);
  }
  const sides = endpoints.map(endpoint => endpointFor(services, endpoint));
  return startTyped(
    services,
    { ...wantedFor(services, recipe, sides, fields as JsonObject), ...(name !== undefined && { name }) },
    args,
  );
}

async function startInteractively(services: Services): Promise<void> {
  const recipe = await chooseRecipe();
  if (!recipe) return;
  const sides: SavedEndpoint[] = [];
  let budget: number | null = null;
  const wanted = () => {
    const plain = wantedFor(services, recipe, sides, {});
    return budget === null
      ? plain
      : wantedFor(services, recipe, sides, { cost: { budget: budget / plain.sides.length } });
  };
  const answered = await walk(recipe.title, [
    ...recipe.inputs.map(({ label, kinds }, index) =>
      question(
        frame =>
          askEndpoint(
            frame,
            services,
            `${label}: which endpoint?`,
            ({ id, config }) =>
              (kinds === null || kinds.includes(config.kind)) &&
              sides.slice(0, index).every(side => side.id !== id),
          ),
        answer => {
          sides[index] = answer;
        },
      ),
    ),
    budgetStep(
      () => sides,
      () => services.experiments.estimate(wanted()),
      answer => {
        budget = answer;
      },
      sharedBudget,
    ),
  ]);
  const [first] = sides;
  if (!answered || !first) return;
  await services.experiments.startAndReport(wanted(), await remedyFor(first, services));
}

async function chooseRecipe(): Promise<Recipe | undefined> {
  const answer = await choose<Recipe>(
    { title: 'Run Recipe' },
    {
      placeholder: 'What do you want to know?',
      choices: recipes.map(recipe => ({
        label: recipe.title,
        description: recipe.question,
        detail: recipe.method,
        value: recipe,
      })),
    },
  );
  return typeof answer === 'object' ? answer : undefined;
}

/** The A/B run that a recipe makes; what `fields` say wins over the recipe's own. */
function wantedFor(
  { roots }: Services,
  recipe: Recipe,
  endpoints: readonly SavedEndpoint[],
  fields: JsonObject,
): Extract<WantedExperiment, { kind: 'ab' }> {
  const { timeout } = readSettings();
  const plans = endpoints.map(({ config }) => ({
    ...{ timeout, ...fields },
    endpoint: config as unknown as JsonObject,
  }));
  const baseFolder = roots.baseFolder();
  const sides = recipe.sides(plans).map(({ name, plan, from }) => {
    const endpoint = endpoints[from];
    if (!endpoint) throw new Error(`The recipe ${recipe.id} has no input ${from}.`);
    return { name, plan, endpoint, baseFolder };
  });
  return {
    ...{ kind: 'ab', title: recipe.title, recipe: recipe.title, recipeId: recipe.id, sides },
    ...{ decidingMetric: recipe.decidingMetric, baseFolder },
  };
}
