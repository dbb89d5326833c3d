import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import type { PlanPlace } from '../../protocol/consent.ts';
import { planEndpoint } from '../endpoints/planEndpoint.ts';
import { checkEndpoint, type SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import { readSettings } from '../host/settings.ts';
import type { RunArguments } from '../measurements/arguments.ts';
import type { PlanInFolder } from '../measurements/measurementRequest.ts';
import { planFrom } from '../measurements/planFrom.ts';
import { readPlanInEditor } from '../planFiles/planFiles.ts';
import type { Services } from './services.ts';

/** The checked endpoint and the unchecked plan that typed arguments, the plan file and the settings make. */
export async function plannedRun(services: Services, args: RunArguments): Promise<PlanInFolder> {
  const { plan, baseFolder } = await planOf(services, args);
  const named = args.endpoint ?? plan['endpoint'];
  const endpoint = endpointFor(services, named);
  const place = placeOf(services, named, endpoint);
  return { plan: planFrom(endpoint.config, plan, args, readSettings()), endpoint, place, baseFolder };
}

/**
 * Arguments and plan files may come from anyone. Of the user's are the endpoints that they call by name, and
 * the addresses of those.
 */
export function placeOf(
  { endpoints, roots }: Pick<Services, 'endpoints' | 'roots'>,
  named: unknown,
  { id }: SavedEndpoint,
): PlanPlace {
  const known = endpoints.get(id) === undefined ? [] : ['endpoint.baseUrl'];
  return { folders: roots.workFolders(), chosen: typeof named === 'string' ? ['endpoint'] : known };
}

async function planOf(
  { roots }: Services,
  { plan }: RunArguments,
): Promise<{ plan: JsonObject; baseFolder: string }> {
  if (typeof plan === 'string') return readPlanInEditor(plan);
  return { plan: plan ?? {}, baseFolder: roots.baseFolder() };
}

/** A saved endpoint by its id or name, or a configuration with the key of the saved endpoint it matches. */
export function endpointFor({ endpoints }: Pick<Services, 'endpoints'>, endpoint: unknown): SavedEndpoint {
  if (typeof endpoint === 'string') return endpoints.find(endpoint);
  if (!isJsonObject(endpoint)) {
    throw new UserError('The run needs an `endpoint`: a name or a configuration.');
  }
  return planEndpoint(checkEndpoint(endpoint), endpoints.list());
}
