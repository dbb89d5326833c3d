import { basename, extname, isAbsolute, relative, resolve } from 'node:path';
import { UserError } from '../../core/base/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import { endpointInPlan } from '../../core/recipes/planParts.ts';
import { distinctSideNames, sideNames } from '../../core/recipes/sideNames.ts';
import { parsePlan } from '../../measure/plan/parsePlan.ts';
import type { PlanPlace } from '../../protocol/consent.ts';
import { readPlanFile } from './planFile.ts';
import { type PlanArguments, type ResolvedPlan, resolvePlan } from './resolvePlan.ts';

/** How the second side differs from the first, if it has no plan file of its own. */
export interface AgainstFlags {
  against?: string;
  againstModel?: string;
  againstBaseUrl?: string;
}

/** The plan of one side. */
export interface NamedPlan extends ResolvedPlan {
  name: string;
}

/**
 * Makes the plans of all sides, from one plan file each, or from one plan and flags that change the endpoint of
 * the second. All other flags apply to all sides. Throws UserError if a plan is not valid, or if both ways are
 * used at once.
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
      throw new UserError(
        'Give either several plan files, or one plan file and an --against flag, not both.',
      );
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
  const checked = parsePlan(plan, against ?? 'The --against flags');
  const place = against === undefined ? first.place : placeOfFile(against, first.place, folder);
  const typed = againstBaseUrl === undefined ? [] : ['endpoint.baseUrl'];
  return named([
    first,
    { ...first, plan, checked, place: { ...place, chosen: [...place.chosen, ...typed] } },
  ]);
}

/** An endpoint from a file is not what flags said of the first one, and its file may lie elsewhere. */
function placeOfFile(file: string, { folders, chosen }: PlanPlace, folder: string): PlanPlace {
  const way = relative(folder, resolve(folder, file));
  const isInside = !way.startsWith('..') && !isAbsolute(way);
  const kept = chosen.filter(key => key !== '' && !key.startsWith('endpoint'));
  return { folders: isInside ? folders : [], chosen: [...kept, ...(chosen.includes('') ? ofPrompts : [])] };
}

/** The keys that may name a file, and do not belong to the endpoint. */
const ofPrompts = ['prompt', 'payload', 'attachments', 'tokenizer', 'cost', 'callbacks', 'output'];

function named(plans: readonly ResolvedPlan[]): NamedPlan[] {
  const names = sideNames(plans.map(({ plan }) => plan));
  return plans.map((plan, i) => ({ ...plan, name: names[i] ?? '' }));
}

/** The name that the plan gives its run, else the name of the file. */
function nameOf({ name }: JsonObject, file: string): string {
  return typeof name === 'string' ? name : basename(file, extname(file));
}

/** Reads a file that contains just an endpoint, or a plan. */
async function readEndpoint(file: string, folder: string): Promise<JsonObject> {
  const { plan } = await readPlanFile(file, folder);
  return isJsonObject(plan['endpoint']) ? plan['endpoint'] : plan;
}
