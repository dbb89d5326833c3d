import type { JsonObject } from '../base/jsonValue.ts';
import type { ReasonId } from '../compare/comparability.ts';
import type { ComparedKey } from '../compare/comparedMetrics.ts';
import type { PairComparison } from '../compare/result.ts';
import type { Sample } from '../compare/sample.ts';

export type RecipeId = 'ttft' | 'tpot' | 'prompt-caching' | 'converse-vs-messages' | 'thinking' | 'cost';

/** An endpoint that a recipe needs. */
export interface RecipeInput {
  /** What to call it: "Endpoint A". */
  readonly label: string;
  /** Ids of the suitable endpoint kinds; null = all. */
  readonly kinds: readonly string[] | null;
}

/** One side of a recipe's A/B test. */
export interface RecipeSide {
  readonly name: string;
  readonly plan: JsonObject;
  /** Index of the input whose API key and credentials it uses. */
  readonly from: number;
}

/** The results of a recipe's A/B test. The first sample is the baseline of every pair. */
export interface RecipeEvidence {
  readonly samples: readonly Sample[];
  readonly pairs: readonly PairComparison[];
}

/** A question about endpoints, with the A/B test that answers it. */
export interface Recipe {
  readonly id: RecipeId;
  readonly title: string;
  /** The question that it answers. */
  readonly question: string;
  /** How it is answered, as one or two sentences. */
  readonly method: string;
  readonly inputs: readonly RecipeInput[];
  /** Plan values for what the inputs leave open: prompts, clients, requests. */
  readonly defaults: JsonObject;
  /** Chosen before looking at the data. */
  readonly decidingMetric: ComparedKey;
  /** What differs on purpose, and so is no reason against comparing. */
  readonly underStudy: readonly ReasonId[];
  /**
   * The sides, from one plan as written for each input. Throws UserError if a plan is not suitable.
   * @param takesCachePoints whether an endpoint as written needs a mark on what it should cache
   */
  sides(plans: readonly JsonObject[], takesCachePoints: (endpoint: JsonObject) => boolean): RecipeSide[];
  /** The findings, as sentences. */
  findings(evidence: RecipeEvidence): string[];
}
