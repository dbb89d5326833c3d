import { basename, extname } from 'node:path';
import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import { endpointInPlan } from '../../core/recipes/planParts.ts';
import { distinctSideNames, sideNames } from '../../core/recipes/sideNames.ts';
import { parsePlan } from '../../measure/plan/parsePlan.ts';
import { readPlanFile } from './planFile.ts';
import { type PlanArguments, type ResolvedPlan, resolvePlan } from './resolvePlan.ts';

/** What differs between the first side and one that has no plan file of its own. */
export interface AgainstFlags {
  against?: string;
  againstModel?: string;
  againstBaseUrl?: string;
}

/** A plan that is compared with others, and what it is called. */
export interface NamedPlan extends ResolvedPlan {
  name: string;
}

/**
 * Puts together what is to be compared: a plan file each, or one plan and what differs in the other one's
 * endpoint. Flags hold for all. Throws UserError where a plan is not valid or both ways are gone at once.
 * @param folder the working folder
 */
export async function resolveSides(
  planFiles: readonly string[],
  { against, againstModel, againstBaseUrl, ...flags }: PlanArguments & AgainstFlags,
  folder: string,
): Promise<NamedPlan[]> {
  const differs = [against, againstModel, againstBaseUrl].some(flag => flag !== undefined);
  if (planFiles.length > 1) {
    if (differs)
      throw new UserError('Give either several plan files, or one and an --against flag, not both.');
    const plans = await Promise.all(planFiles.map(file => resolvePlan(file, flags, folder)));
    const names = distinctSideNames(plans.map(({ plan }, i) => nameOf(plan, planFiles[i] ?? '')));
    return plans.map((plan, i) => ({ ...plan, name: names[i] ?? '' }));
  }
  const first = await resolvePlan(planFiles[0], flags, folder);
  if (!differs) return named([first]);
  const endpoint: JsonObject = {
    ...(against === undefined ? endpointInPlan(first.plan) : await readEndpoint(against, folder)),
    ...(againstModel !== undefined && { model: againstModel }),
    ...(againstBaseUrl !== undefined && { baseUrl: againstBaseUrl }),
  };
  const plan = { ...first.plan, endpoint };
  return named([first, { ...first, plan, checked: parsePlan(plan, against ?? 'The --against flags') }]);
}

function named(plans: readonly ResolvedPlan[]): NamedPlan[] {
  const names = sideNames(plans.map(({ plan }) => plan));
  return plans.map((plan, i) => ({ ...plan, name: names[i] ?? '' }));
}

/** A run's name in the plan, else the file's. */
function nameOf({ name }: JsonObject, file: string): string {
  return typeof name === 'string' ? name : basename(file, extname(file));
}

/** An endpoint by itself, or that of a plan. */
async function readEndpoint(file: string, folder: string): Promise<JsonObject> {
  const { plan } = await readPlanFile(file, folder);
  return isJsonObject(plan['endpoint']) ? plan['endpoint'] : plan;
}
