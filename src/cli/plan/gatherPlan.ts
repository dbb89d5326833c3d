import { dirname, resolve } from 'node:path';
import { simulatedScenario } from '../../core/endpointConfig.ts';
import { UserError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/jsonValue.ts';
import type { RunPlan } from '../../core/plan.ts';
import { type EndpointConfig, endpointKinds } from '../../endpoints/kinds.ts';
import { parsePlan } from '../../engine/plan.ts';
import { demoPlan } from './demoPlan.ts';
import { readPlanFile } from './planFile.ts';
import { type PlanFlags, withFlags } from './planFlags.ts';

export interface PlanArguments extends PlanFlags {
  demo?: boolean;
}

/** A plan ready to be run: as written for the engine, and checked for what must be known before. */
export interface GatheredPlan {
  plan: JsonObject;
  checked: RunPlan<EndpointConfig>;
  baseFolder: string;
  defaultOutput: string;
}

/** Where run folders go unless the plan or `--output` says otherwise. */
const defaultOutput = 'llmeter-runs';

/**
 * Puts the plan together from its file (or the demo) and the flags. Throws UserError where they make no
 * valid plan, with the file's line where the file is at fault.
 * @param folder the working folder
 */
export async function gatherPlan(
  planFile: string | undefined,
  flags: PlanArguments,
  folder: string,
): Promise<GatheredPlan> {
  if (planFile !== undefined && flags.demo) {
    throw new UserError('--demo is a plan of its own: leave out the plan file, or --demo.');
  }
  const file = planFile === undefined ? null : await readPlanFile(planFile, folder);
  const baseFolder = file ? dirname(file.path) : folder;
  const written = file?.plan ?? (flags.demo ? demoPlan : {});
  const plan = withUsualEndpoint(withFlags(written, flags, folder, baseFolder));
  return {
    plan,
    checked: parsePlan(plan, planFile ?? 'the command line'),
    baseFolder,
    defaultOutput: resolve(folder, defaultOutput),
  };
}

/** The kind most servers speak, and any model name where the built-in simulator answers. */
function withUsualEndpoint(plan: JsonObject): JsonObject {
  const endpoint = plan['endpoint'];
  if (!isJsonObject(endpoint)) return plan;
  const baseUrl = endpoint['baseUrl'];
  const simulated = typeof baseUrl === 'string' && simulatedScenario(baseUrl) !== null;
  return {
    ...plan,
    endpoint: {
      ...(endpointKinds[0] && { kind: endpointKinds[0].id }),
      ...(simulated && { model: 'simulated' }),
      ...endpoint,
    },
  };
}
