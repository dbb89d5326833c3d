import { dirname, resolve } from 'node:path';
import { UserError } from '../../core/base/errors.ts';
import { nearestOf } from '../../core/base/explainIssues.ts';
import { isJsonObject, type JsonObject } from '../../core/base/jsonValue.ts';
import { simulatedScenario } from '../../core/plan/endpointConfig.ts';
import { endpointKinds } from '../../endpoints/kinds.ts';
import { type KeyPath, parsePlan, type RunPlan } from '../../measure/plan/parsePlan.ts';
import type { PlanPlace } from '../../protocol/consent.ts';
import { modelIds } from '../../simulator/dialects/modelIds.ts';
import { scenarios } from '../../simulator/scenario/scenarios.ts';
import { chosenKeys } from './chosenKeys.ts';
import { demoPlan } from './demoPlan.ts';
import { type PlanDocument, readPlanFile } from './planFile.ts';
import { type PlanFlags, withFlags } from './planFlags.ts';

export interface PlanArguments extends PlanFlags {
  demo?: boolean;
}

/** A plan that is ready to be measured: as written, for the engine, and checked. */
export interface ResolvedPlan {
  plan: JsonObject;
  checked: RunPlan;
  baseFolder: string;
  defaultOutput: string;
  place: PlanPlace;
}

/** Where run folders are created if neither the plan nor `--output` names a folder. */
const defaultOutput = 'llmeter-runs';

/**
 * Makes the plan from its file (or the demo) and the flags. Throws UserError if it is not valid, with the
 * line of the file that is at fault.
 * @param folder the working folder
 */
export async function resolvePlan(
  planFile: string | undefined,
  flags: PlanArguments,
  folder: string,
): Promise<ResolvedPlan> {
  if (planFile !== undefined && flags.demo) {
    throw new UserError('Give either a plan file or --demo, not both.');
  }
  const file = planFile === undefined ? null : await readPlanFile(planFile, folder);
  const baseFolder = file ? dirname(file.path) : folder;
  const written = file?.plan ?? (flags.demo ? demoPlan : { endpoint: {} });
  const plan = withDefaultEndpoint(withFlags(written, flags, folder, baseFolder));
  if (file === null && !hasModel(plan)) {
    throw new UserError(
      'Name the model with --model, or give a plan file. "llmeter run --demo" needs neither.',
    );
  }
  const checked = parsePlan(plan, places => (file ? `${planFile}${issueLines(file, places)}` : 'The flags'));
  checkScenario(simulatedScenario(checked.endpoint.baseUrl));
  return {
    plan,
    checked,
    baseFolder,
    defaultOutput: resolve(folder, defaultOutput),
    // Without a file, everything was typed.
    place: { folders: [folder], chosen: file === null ? [''] : chosenKeys(flags) },
  };
}

/** Adds the default endpoint kind and, for the built-in simulator, a model. */
function withDefaultEndpoint(plan: JsonObject): JsonObject {
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
      '"llmeter simulate --list" lists the scenarios.',
  );
}

function hasModel({ endpoint }: JsonObject): boolean {
  return isJsonObject(endpoint) && endpoint['model'] !== undefined;
}

/** ", line 3" or ", lines 3 and 5" for the places in the file that the schema rejects; "" if there are none. */
function issueLines(file: PlanDocument, places: readonly KeyPath[]): string {
  const lines = [...new Set(places.map(file.lineOf).filter(line => line !== null))].sort((a, b) => a - b);
  if (lines.length < 2) return lines.length === 0 ? '' : `, line ${lines[0]}`;
  return `, lines ${lines.slice(0, -1).join(', ')} and ${lines.at(-1)}`;
}
