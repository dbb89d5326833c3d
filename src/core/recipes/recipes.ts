import type { Recipe } from './recipe.ts';

/** All recipes, in the order in which they are offered. */
export const recipes: readonly Recipe[] = [];

/** The recipe of an id; null for none that we know. */
export function recipeOf(id: string | null | undefined): Recipe | null {
  return recipes.find(recipe => recipe.id === id) ?? null;
}
