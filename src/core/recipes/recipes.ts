import { converseVsMessagesRecipe } from './converseVsMessages.ts';
import { promptCachingRecipe } from './promptCaching.ts';
import type { Recipe } from './recipe.ts';
import { thinkingRecipe } from './thinking.ts';
import { costRecipe, tpotRecipe, ttftRecipe } from './twoEndpoints.ts';

/** All recipes, in the order in which they are offered. */
export const recipes: readonly Recipe[] = [
  ttftRecipe,
  tpotRecipe,
  promptCachingRecipe,
  converseVsMessagesRecipe,
  thinkingRecipe,
  costRecipe,
];

/** The recipe with an id; null if there is none. */
export function recipeOf(id: string | null | undefined): Recipe | null {
  return recipes.find(recipe => recipe.id === id) ?? null;
}
