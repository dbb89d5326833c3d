import { dirname, resolve } from 'node:path';
import { UserError } from '../../core/base/errors.ts';
import { nearestOf } from '../../core/base/explainIssues.ts';
import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import { simulatedScenario } from '../../core/plan/endpointConfig.ts';
import { endpointKinds } from '../../endpoints/kinds.ts';
import { type Place, parsePlan, type RunPlan } from '../../measure/plan/parsePlan.ts';
import { modelIds } from '../../simulator/dialects/modelIds.ts';
import { scenarios } from '../../simulator/scenario/scenarios.ts';
import { demoPlan } from './demoPlan.ts';
import { type PlanFile, readPlanFile } from './planFile.ts';
import { type PlanFlags, withFlags } from './planFlags.ts';

export interface PlanArguments extends PlanFlags {
  demo?: boolean;
}

/** A plan ready to run: as written for the engine, and checked for what must be known before. */
export interface ResolvedPlan {
  plan: JsonObject;
  checked: RunPlan;
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
export async function resolvePlan(
  planFile: string | undefined,
  flags: PlanArguments,
  folder: string,
): Promise<ResolvedPlan> {
  if (planFile !== undefined && flags.demo) {
    throw new UserError('--demo is a plan of its own: leave out the plan file, or --demo.');
  }
  const file = planFile === undefined ? null : await readPlanFile(planFile, folder);
  const baseFolder = file ? dirname(file.path) : folder;
  const written = file?.plan ?? (flags.demo ? demoPlan : { endpoint: {} });
  const plan = withUsualEndpoint(withFlags(written, flags, folder, baseFolder));
  if (file === null && !hasModel(plan)) {
    throw new UserError(
      'Name the model with --model, or give a plan file. "llmeter run --demo" needs neither.',
    );
  }
  const checked = parsePlan(plan, places => (file ? `${planFile}${linesOf(file, places)}` : 'The flags'));
  checkScenario(simulatedScenario(checked.endpoint.baseUrl));
  return {
    plan,
    checked,
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
      ...(simulated && { model: modelIds[0] }),
      ...endpoint,
    },
  };
}

function checkScenario(name: string | null): void {
  if (name === null || Object.hasOwn(scenarios, name)) return;
  const nearest = nearestOf(name, Object.keys(scenarios));
  throw new UserError(
    `The simulated endpoint has no scenario "${name}". ${nearest === null ? '' : `Did you mean "${nearest}"? `}` +
      '"llmeter simulate --list" lists them.',
  );
}

function hasModel({ endpoint }: JsonObject): boolean {
  return isJsonObject(endpoint) && endpoint['model'] !== undefined;
}

/** ", line 3" for each place of the file where something is wrong; "" where there is none. */
function linesOf(file: PlanFile, places: readonly Place[]): string {
  const lines = [...new Set(places.map(file.lineOf).filter(line => line !== null))].sort((a, b) => a - b);
  return lines.length === 0 ? '' : `, line ${lines.join(' and ')}`;
}
