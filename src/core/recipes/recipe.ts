import type { JsonObject } from '../base/jsonValue.ts';
import type { ReasonId } from '../compare/comparability.ts';
import type { ComparedKey } from '../compare/comparedMetrics.ts';
import type { PairComparison } from '../compare/result.ts';
import type { Sample } from '../compare/sample.ts';

export type RecipeId = 'ttft' | 'tpot' | 'prompt-caching' | 'converse-vs-messages' | 'thinking' | 'cost';

/** An endpoint that a recipe must be given. */
export interface RecipeInput {
  /** What it is for, as a label: "Endpoint A". */
  readonly label: string;
  /** Ids of the endpoint kinds that will do; null = all. */
  readonly kinds: readonly string[] | null;
}

/** One side of the A/B run that a recipe makes. */
export interface RecipeSide {
  readonly name: string;
  readonly plan: JsonObject;
  /** Index of the input whose key and credentials it needs. */
  readonly from: number;
}

/** What a recipe is judged by when its runs are over. The first sample is the baseline of every pair. */
export interface RecipeEvidence {
  readonly samples: readonly Sample[];
  readonly pairs: readonly PairComparison[];
}

/** A question about endpoints, with the A/B run that answers it. */
export interface Recipe {
  readonly id: RecipeId;
  readonly title: string;
  /** What it answers, as a question. */
  readonly question: string;
  /** How it is done, as a sentence or two. */
  readonly method: string;
  readonly inputs: readonly RecipeInput[];
  /** Plan values for inputs that say nothing else: prompts, clients, requests. */
  readonly defaults: JsonObject;
  /** The metric that decides, chosen before looking. */
  readonly decidingMetric: ComparedKey;
  /** What differs on purpose and is no reason against comparing. */
  readonly underStudy: readonly ReasonId[];
  /**
   * The sides for plans as people wrote them, one for each input. Throws UserError where a plan does not fit.
   */
  sides(plans: readonly JsonObject[]): RecipeSide[];
  /** What was found, in sentences. */
  findings(evidence: RecipeEvidence): string[];
}
