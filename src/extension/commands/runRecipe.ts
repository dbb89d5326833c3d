import { UserError } from '../../core/errors.ts';
import type { Recipe } from '../../core/recipes/recipe.ts';
import { recipeOf, recipes } from '../../core/recipes/recipes.ts';
import type { SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import { isRecipeArguments, type RecipeArguments } from '../experiments/experimentArguments.ts';
import type { WantedExperiment } from '../experiments/experiments.ts';
import { startTyped } from '../experiments/startTyped.ts';
import { readSettings } from '../host/settings.ts';
import { choose } from '../picks/quickInput.ts';
import { question, walk } from '../picks/steps.ts';
import { planFrom } from '../runs/runArguments.ts';
import type { RunRequest } from '../runs/runController.ts';
import type { Services } from '../services.ts';
import type { Command } from './command.ts';
import { askEndpoint, remedyFor } from './interview.ts';
import { requestFor } from './runWithArguments.ts';

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
  if (endpoints.length !== recipe.inputs.length) {
    const wanted = recipe.inputs.map(({ label }) => label).join(', ');
    throw new UserError(`“${recipe.title}” needs ${recipe.inputs.length} \`endpoints\`: ${wanted}.`);
  }
  const requests = await Promise.all(
    endpoints.map(endpoint => requestFor(services, { plan: recipe.defaults, ...fields, endpoint })),
  );
  return startTyped(
    services,
    { ...wantedFor(services, recipe, requests), ...(name !== undefined && { name }) },
    args,
  );
}

async function startInteractively(services: Services): Promise<void> {
  const settings = readSettings();
  let recipe: Recipe | undefined;
  const sides: SavedEndpoint[] = [];
  const picked = await choose<Recipe>(
    { title: 'Run Recipe' },
    {
      placeholder: 'What do you want to know?',
      choices: recipes.map(offered => ({
        label: offered.title,
        description: offered.question,
        detail: offered.method,
        value: offered,
      })),
    },
  );
  if (typeof picked === 'object') recipe = picked;
  if (!recipe) return;
  const { inputs, title, defaults } = recipe;
  const answered = await walk(
    title,
    inputs.map(({ label, kinds }, index) =>
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
  );
  const [first] = sides;
  if (!answered || !first) return;
  const requests = sides.map(endpoint => ({
    endpoint,
    plan: planFrom(endpoint.config, defaults, {}, settings),
    baseFolder: services.roots.baseFolder(),
  }));
  await services.experiments.startAndReport(
    wantedFor(services, recipe, requests),
    await remedyFor(first, services),
  );
}

function wantedFor(
  { roots }: Services,
  recipe: Recipe,
  sides: readonly Omit<RunRequest, 'defaultOutput'>[],
): Extract<WantedExperiment, { kind: 'ab' }> {
  const arms = recipe.arms(sides.map(({ plan }) => plan)).map(({ name, plan, from }) => {
    const side = sides[from];
    if (!side) throw new Error(`The recipe ${recipe.id} has no input ${from}.`);
    return { name, plan, endpoint: side.endpoint, baseFolder: side.baseFolder };
  });
  return {
    ...{ kind: 'ab', title: recipe.title, recipe: recipe.title, recipeId: recipe.id, arms },
    ...{ headline: recipe.headline, baseFolder: roots.baseFolder() },
  };
}
