import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { PlanPlace } from '../../protocol/consent.ts';
import type { MeasurementKind } from '../../protocol/measurementKind.ts';
import type { StartAb, StartHeatmap, StartLoadTest } from '../../protocol/start.ts';
import { endpointLabel, type SavedEndpoint } from '../endpoints/savedEndpoint.ts';

/** A plan that nobody has checked yet, and the endpoint whose key it needs. */
export interface PlannedEndpoint {
  plan: JsonObject;
  endpoint: SavedEndpoint;
  /** What of the plan the person chose. */
  place: PlanPlace;
}

/** The place of what a person answered to questions. */
export const chosenByPerson: PlanPlace = { folders: [], chosen: [''] };

/** A plan, and the folder that its relative paths start from. */
export interface PlanInFolder extends PlannedEndpoint {
  baseFolder: string;
}

/** One side of an A/B test. */
interface RequestedSide extends PlanInFolder {
  name: string;
}

interface CommonFields {
  /** Shown until the measurement has a folder. */
  title: string;
  /** Title of the recipe that the measurement comes from, or null. */
  recipe: string | null;
  baseFolder: string;
  /** What the person agreed to before (see `ConsentList`). */
  agreed?: string;
}

/** What a request of each kind holds besides the common fields. */
interface FieldsByKind {
  run: PlannedEndpoint;
  repeats: PlannedEndpoint;
  ab: { sides: RequestedSide[]; settings: Pick<StartAb, 'name' | 'decidingMetric' | 'recipe'> };
  'load-test': PlannedEndpoint & {
    settings: Pick<StartLoadTest, 'levels' | 'minRequestsPerClient' | 'minRequestsPerRun'>;
  };
  heatmap: PlannedEndpoint & {
    settings: Pick<StartHeatmap, 'source' | 'inputLengths' | 'outputLengths' | 'requestsPerCombination'>;
  };
}

/** A measurement that a person or another program asks for, without keys and settings of this window. */
export type MeasurementRequest<K extends MeasurementKind = MeasurementKind> = {
  [P in K]: { kind: P } & CommonFields & FieldsByKind[P];
}[K];

/** How often a plan repeats its run. */
export function repeatsOf({ repeats }: JsonObject): number {
  return typeof repeats === 'number' && Number.isInteger(repeats) && repeats > 1 ? repeats : 1;
}

/** The request for what a plan file says: one run, or several. */
export function planRequest(planned: PlanInFolder): MeasurementRequest<'run' | 'repeats'> {
  const request = runRequest(planned);
  return repeatsOf(planned.plan) > 1 ? { ...request, kind: 'repeats' } : request;
}

/** The request for a single run of a plan. */
export function runRequest({ plan, endpoint, place, baseFolder }: PlanInFolder): MeasurementRequest<'run'> {
  const { name } = plan;
  const title = typeof name === 'string' ? name : `Run of ${endpointLabel(endpoint.config)}`;
  return { kind: 'run', title, recipe: null, plan, endpoint, place, baseFolder };
}
