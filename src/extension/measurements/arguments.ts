import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import type { ComparedKey } from '../../core/compare/comparedMetrics.ts';
import type { RunPlan } from '../../core/plan/plan.ts';
import type { RecipeId } from '../../core/recipes/recipe.ts';
import type { EndpointConfigInput } from '../../endpoints/kinds.ts';

/** How a Run command with typed arguments starts and when it answers. */
export interface CallOptions {
  /** Answer when the measurement has ended (the default) or as soon as it has started. */
  waitForEnd?: boolean;
  /** Open the panel of the measurement; the default is true. */
  showPanel?: boolean;
  /** If something is being measured: wait until it ends (the default), or measure both at the same time. */
  whenBusy?: 'wait' | 'together';
}

/**
 * What **Run LLM Benchmark** accepts from tasks, key bindings, tests and other commands, so that it
 * asks nothing. Fields of a run plan override those of `plan`.
 */
export interface RunArguments extends CallOptions, Partial<Omit<RunPlan, 'endpoint'>> {
  /** Id or name of a saved endpoint, or an endpoint's configuration. */
  endpoint?: string | EndpointConfigInput;
  /** Path of a plan file, or a plan. */
  plan?: string | JsonObject;
}

/** What **Run Load Test** accepts, so that it asks nothing. */
export interface LoadTestArguments extends RunArguments {
  /** Numbers of clients. */
  levels: number[];
  /** Minimum requests per client and per level; not for a plan with a duration. */
  minRequestsPerClient?: number;
  minRequestsPerRun?: number;
}

/** One side of an A/B test. Its fields override those that all sides share. */
export interface SideArguments extends Omit<RunArguments, 'name' | keyof CallOptions> {
  /** Default: the endpoint's name. */
  name?: string;
}

/** What **Run A/B Test** accepts, so that it asks nothing. Fields of a run plan apply to all sides. */
export interface AbArguments extends CallOptions, Partial<Omit<RunPlan, 'endpoint' | 'output'>> {
  /** Also accepted as `arms`, its earlier name. */
  sides: SideArguments[];
  /** Chosen before looking at results. Also accepted as `headline`, its earlier name. */
  decidingMetric?: ComparedKey;
}

/** What **Run Latency Heatmap** accepts, so that it asks nothing. */
export interface HeatmapArguments extends RunArguments {
  /** Text file that prompts are cut from. Default: the text is generated. */
  source?: string;
  /** Tokens. */
  inputLengths: number[];
  outputLengths: number[];
  requestsPerCombination?: number;
}

/** What **Run Recipe** accepts, so that it asks nothing. Fields of a run plan override the recipe's own. */
export interface RecipeArguments extends CallOptions, Partial<Omit<RunPlan, 'endpoint' | 'output'>> {
  recipe: RecipeId;
  /** One for each input of the recipe. */
  endpoints: NonNullable<RunArguments['endpoint']>[];
}

/** What **Compare Runs** accepts: folders of runs or of experiments, the baseline first. */
export interface CompareArguments {
  folders: string[];
  /** Also accepted as `headline`, its earlier name. */
  decidingMetric?: ComparedKey;
  /** Open the panel; the default is true. */
  showPanel?: boolean;
}

// Each `read` function returns typed arguments, or null for what menus and trees pass along.

export function readRunArguments(value: unknown): RunArguments | null {
  return withAnyKey<RunArguments>(value, 'endpoint', 'plan');
}

export function readLoadTestArguments(value: unknown): LoadTestArguments | null {
  return withAnyKey<LoadTestArguments>(value, 'levels');
}

export function readAbArguments(value: unknown): AbArguments | null {
  const args = withAnyKey<AbArguments>(withPresentNames(value), 'sides');
  return Array.isArray(args?.sides) && args.sides.every(isJsonObject) ? args : null;
}

export function readHeatmapArguments(value: unknown): HeatmapArguments | null {
  return withAnyKey<HeatmapArguments>(value, 'inputLengths');
}

export function readRecipeArguments(value: unknown): RecipeArguments | null {
  return withAnyKey<RecipeArguments>(value, 'recipe');
}

export function readCompareArguments(value: unknown): CompareArguments | null {
  const args = withAnyKey<CompareArguments>(withPresentNames(value), 'folders');
  return isFolders(args?.folders) ? args : null;
}

/** Whether this is a list of paths, as commands about saved folders expect. */
export function isFolders(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(folder => typeof folder === 'string');
}

/** The fields of a run plan among typed arguments. */
export function planFields<A extends CallOptions>(args: A): Omit<A, keyof CallOptions> {
  const { waitForEnd: _wait, showPanel: _show, whenBusy: _busy, ...fields } = args;
  return fields;
}

function withAnyKey<A>(value: unknown, ...keys: (keyof A & string)[]): A | null {
  return isJsonObject(value) && keys.some(key => key in value) ? (value as A) : null;
}

const earlierNames = { arms: 'sides', headline: 'decidingMetric' };

function withPresentNames(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  const present: Record<string, unknown> = { ...value };
  for (const [earlier, name] of Object.entries(earlierNames)) {
    if (!(earlier in present)) continue;
    present[name] ??= present[earlier];
    delete present[earlier];
  }
  return present;
}
