import { isJsonObject } from '../../core/base/jsonValue.ts';
import type { ComparedKey } from '../../core/compare/comparedMetrics.ts';
import type { RunPlan } from '../../core/plan/plan.ts';
import type { RecipeId } from '../../core/recipes/recipe.ts';
import type { RunArguments } from './arguments.ts';

/** How a command with typed arguments begins and answers. */
type Conduct = Pick<RunArguments, 'waitForEnd' | 'showPanel' | 'whenBusy'>;

/** What **Run Load Test** accepts, so that it asks nothing. */
export interface LoadTestArguments extends RunArguments {
  /** Numbers of clients. */
  levels: number[];
  /** Least requests of a client and of a level; not for a plan with a duration. */
  minRequestsPerClient?: number;
  minRequestsPerRun?: number;
}

/** One side of an A/B run; its fields win over those that all share. */
export interface SideArguments extends Omit<RunArguments, 'name' | keyof Conduct> {
  /** Default: the endpoint's name. */
  name?: string;
}

/** What **Run A/B Test** accepts, so that it asks nothing. Fields of a run plan here hold for all sides. */
export interface AbArguments extends Conduct, Partial<Omit<RunPlan, 'endpoint' | 'output'>> {
  sides: SideArguments[];
  /** What decides, chosen before looking. */
  decidingMetric?: ComparedKey;
}

/** What **Run Latency Heatmap** accepts, so that it asks nothing. */
export interface HeatmapArguments extends RunArguments {
  /** Text file that prompts are cut from; without, the text is generated. */
  source?: string;
  /** Tokens. */
  inputLengths: number[];
  outputLengths: number[];
  requestsPerCombination?: number;
}

/** What **Run Recipe** accepts, so that it asks nothing. Fields of a run plan win over the recipe's own. */
export interface RecipeArguments extends Conduct, Partial<Omit<RunPlan, 'endpoint' | 'output'>> {
  recipe: RecipeId;
  /** One for each input of the recipe. */
  endpoints: NonNullable<RunArguments['endpoint']>[];
}

/** What **Compare Runs** accepts: folders of runs or of experiments, the first of them the baseline. */
export interface CompareArguments {
  folders: string[];
  decidingMetric?: ComparedKey;
  /** Open the panel; the default is true. */
  showPanel?: boolean;
}

export function isLoadTestArguments(value: unknown): value is LoadTestArguments {
  return isJsonObject(value) && 'levels' in value;
}

export function isAbArguments(value: unknown): value is AbArguments {
  const sides: unknown = isJsonObject(value) ? value['sides'] : null;
  return Array.isArray(sides) && sides.every(isJsonObject);
}

export function isHeatmapArguments(value: unknown): value is HeatmapArguments {
  return isJsonObject(value) && 'inputLengths' in value;
}

export function isRecipeArguments(value: unknown): value is RecipeArguments {
  return isJsonObject(value) && 'recipe' in value;
}

export function isCompareArguments(value: unknown): value is CompareArguments {
  return isJsonObject(value) && isFolders(value['folders']);
}

/** Paths, as commands about saved folders are given them. */
export function isFolders(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(folder => typeof folder === 'string');
}
