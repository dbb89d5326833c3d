import { UserError } from '../../core/base/errors.ts';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { Recipe } from '../../core/recipes/recipe.ts';
import { recipeOf, recipes } from '../../core/recipes/recipes.ts';
import { takesCachePointsInPlan } from '../../endpoints/kinds.ts';
import type { PlanPlace } from '../../protocol/consent.ts';
import type { SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import { choose } from '../host/questions/quickInput.ts';
import { fill, type QuestionStep } from '../host/questions/steps.ts';
import { readSettings } from '../host/settings.ts';
import { planFields, type RecipeArguments, readRecipeArguments } from '../measurements/arguments.ts';
import { chosenByPerson, type MeasurementRequest } from '../measurements/measurementRequest.ts';
import { askEndpoint } from './askEndpoint.ts';
import { sharedBudget } from './budgetStep.ts';
import { measureCommand, type Questions } from './measureCommand.ts';
import type { Services } from './services.ts';
import { costLimit } from './sharedSteps.ts';
import { endpointFor, placeOf } from './typed.ts';

/** Run Recipe. With `RecipeArguments` it asks nothing and answers with the outcome. */
export const runRecipe = measureCommand({
  id: 'llmeter.experiment.recipe',
  read: readRecipeArguments,
  requestFrom,
  questions,
});

async function requestFrom(services: Services, args: RecipeArguments): Promise<MeasurementRequest<'ab'>> {
  const { recipe: id, endpoints, name, ...fields } = planFields(args);
  const recipe = recipeOf(id);
  if (!recipe) {
    const known = recipes.map(({ id }) => id).join(', ');
    throw new UserError(`There is no recipe “${id}”. The recipes are ${known}.`);
  }
  if (endpoints?.length !== recipe.inputs.length) {
    const inputs = recipe.inputs.map(({ label }) => label).join(', ');
    throw new UserError(`“${recipe.title}” needs ${recipe.inputs.length} in \`endpoints\`: ${inputs}.`);
  }
  const saved = endpoints.map(endpoint => endpointFor(services, endpoint));
  const placeAt = (from: number) => {
    const endpoint = saved[from];
    return endpoint ? placeOf(services, endpoints[from], endpoint) : chosenByPerson;
  };
  const request = requestOf(services, recipe, saved, fields as JsonObject, placeAt);
  return name === undefined ? request : { ...request, settings: { ...request.settings, name } };
}

async function questions(services: Services): Promise<Questions | undefined> {
  const recipe = await chooseRecipe();
  if (!recipe) return undefined;
  const endpoints: SavedEndpoint[] = [];
  return {
    title: recipe.title,
    steps: recipe.inputs.map((_input, index) => inputStep(recipe, index, endpoints, services)),
    endpoints: () => endpoints,
    request: budget => {
      const request = requestOf(services, recipe, endpoints, {});
      if (budget === null) return request;
      return requestOf(services, recipe, endpoints, costLimit(budget / request.sides.length) as JsonObject);
    },
    budgetEffect: sharedBudget,
  };
}

/** Asks for one of the recipe's endpoints, of the kinds that it needs and different from those before it. */
function inputStep(
  recipe: Recipe,
  index: number,
  endpoints: SavedEndpoint[],
  services: Services,
): QuestionStep {
  const { label, kinds } = recipe.inputs[index] ?? { label: '', kinds: null };
  const isSuitable = ({ id, config }: SavedEndpoint) =>
    (kinds === null || kinds.includes(config.kind)) &&
    endpoints.slice(0, index).every(endpoint => endpoint.id !== id);
  return fill(endpoints, index, frame =>
    askEndpoint(frame, services, `${label}: which endpoint?`, isSuitable),
  );
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

/** The A/B test that a recipe makes. `fields` override the recipe's own. */
function requestOf(
  { roots }: Services,
  recipe: Recipe,
  endpoints: readonly SavedEndpoint[],
  fields: JsonObject,
  placeAt: (from: number) => PlanPlace = () => chosenByPerson,
): MeasurementRequest<'ab'> {
  const { id, title, decidingMetric } = recipe;
  const { timeout } = readSettings();
  const baseFolder = roots.baseFolder();
  const plans = endpoints.map(({ config }) => ({
    timeout,
    ...fields,
    endpoint: config as unknown as JsonObject,
  }));
  const sides = recipe.sides(plans, takesCachePointsInPlan).map(({ name, plan, from }) => {
    const endpoint = endpoints[from];
    if (!endpoint) throw new Error(`The recipe ${id} has no input ${from}.`);
    return { name, plan, endpoint, place: placeAt(from), baseFolder };
  });
  return { kind: 'ab', title, recipe: title, baseFolder, sides, settings: { recipe: id, decidingMetric } };
}
