import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import type { RunOutcome } from '../../protocol/run.ts';
import { planEndpoint } from '../endpoints/planEndpoint.ts';
import { checkEndpoint, type SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import { readSettings } from '../host/settings.ts';
import { planFrom, type RunArguments } from '../measurements/arguments.ts';
import type { RunRequest } from '../measurements/runController.ts';
import { readPlanFile } from '../planFiles/planFiles.ts';
import type { Services } from './services.ts';

/** Runs what the arguments say, with the user's defaults for the rest. Asks nothing. */
export async function runWithArguments(
  services: Services,
  args: RunArguments,
): Promise<RunOutcome | { runId: string }> {
  const request = await requestFor(services, args);
  const { session, outcome } = await services.benchmarks.start(request, {
    showPanel: args.showPanel ?? true,
    whenBusy: args.whenBusy ?? 'wait',
  });
  if (args.waitForEnd ?? true) return outcome;
  void outcome.catch(error => services.problems.show(error));
  return { runId: session.runId };
}

/** The checked endpoint and the unchecked plan that the arguments and the plan file make together. */
export async function requestFor(
  services: Services,
  args: RunArguments,
): Promise<Omit<RunRequest, 'defaultOutput'>> {
  const { plan, baseFolder } = await planOf(services, args);
  const endpoint = endpointFor(services, args.endpoint ?? plan['endpoint']);
  return { plan: planFrom(endpoint.config, plan, args, readSettings()), endpoint, baseFolder };
}

async function planOf(
  { roots }: Services,
  { plan }: RunArguments,
): Promise<{ plan: JsonObject; baseFolder: string }> {
  if (typeof plan === 'string') return readPlanFile(plan);
  return { plan: plan ?? {}, baseFolder: roots.baseFolder() };
}

/** A saved endpoint by its id or name, or one as configured with the key of the saved one like it. */
export function endpointFor({ endpoints }: Pick<Services, 'endpoints'>, endpoint: unknown): SavedEndpoint {
  if (typeof endpoint === 'string') return endpoints.find(endpoint);
  if (!isJsonObject(endpoint))
    throw new UserError('The run needs an `endpoint`: a name, or a configuration.');
  return planEndpoint(checkEndpoint(endpoint), endpoints.list());
}
