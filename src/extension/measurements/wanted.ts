import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { ComparedKey } from '../../core/compare/comparedMetrics.ts';
import { countOf } from '../../core/format/quantities.ts';
import type { StartHeatmap, StartLoadTest } from '../../protocol/start.ts';
import type { SavedEndpoint } from '../endpoints/savedEndpoint.ts';

/** An unchecked plan and the endpoint whose key it needs; the engine answers with sentences. */
export interface Side {
  plan: JsonObject;
  endpoint: SavedEndpoint;
}

interface Common {
  /** What it is of, for people; its name on disk is date and time if nobody gave one. */
  title: string;
  /** Title of the recipe it comes from, or null. */
  recipe: string | null;
  baseFolder: string;
  defaultOutput: string;
}

export interface LoadTestRequest extends Common, Side {
  kind: 'load-test';
  levels: StartLoadTest['levels'];
  minRequestsPerClient?: number;
  minRequestsPerRun?: number;
}

export interface AbRequest extends Common {
  kind: 'ab';
  sides: (Side & { name: string; baseFolder: string })[];
  name?: string;
  decidingMetric?: ComparedKey;
  /** Id of the recipe. */
  recipeId?: string;
}

export interface HeatmapRequest extends Common, Side {
  kind: 'heatmap';
  source: StartHeatmap['source'];
  inputLengths: StartHeatmap['inputLengths'];
  outputLengths: StartHeatmap['outputLengths'];
  requestsPerCombination: StartHeatmap['requestsPerCombination'];
}

/** An experiment that somebody wants. */
export type ExperimentRequest = LoadTestRequest | AbRequest | HeatmapRequest;

/** What its runs are called while it goes on, in their order. */
export function stepLabels(request: ExperimentRequest): string[] {
  switch (request.kind) {
    case 'load-test':
      return request.levels.map(clients => countOf(clients, 'client'));
    case 'ab':
      return request.sides.map(({ name }) => name);
    case 'heatmap':
      return [countOf(request.inputLengths.length * request.outputLengths.length, 'combination')];
  }
}
