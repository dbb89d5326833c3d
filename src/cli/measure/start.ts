import { withEnvironmentAddress } from '../../measure/plan/environmentAddress.ts';
import { apiKeyOf } from '../../measure/plan/secrets.ts';
import type { Secrets, StartAb, StartRun } from '../../protocol/start.ts';
import type { ResolvedPlan } from '../plan/resolvePlan.ts';
import type { CliContext } from '../process/context.ts';

/** Everything that a measurement of one plan starts with. Throws UserError where its endpoint lacks a key. */
export function startOf(resolved: ResolvedPlan, context: CliContext): StartRun {
  return { ...commonStart(resolved), plan: resolved.plan, secrets: secretsOf(resolved, context) };
}

/** What a measurement starts with besides its plans and their keys. */
export function commonStart({
  baseFolder,
  defaultOutput,
  place,
}: ResolvedPlan): Pick<StartAb, 'baseFolder' | 'defaultOutput' | 'place' | 'allowModules' | 'network'> {
  return { baseFolder, defaultOutput, place, allowModules: true, network: {} };
}

/** The key that the endpoint of a plan needs, from the environment. Throws UserError where it is missing. */
export function secretsOf({ checked }: ResolvedPlan, { env }: CliContext): Secrets {
  const apiKey = apiKeyOf(withEnvironmentAddress(checked.endpoint, {}, env).endpoint, {}, env);
  return apiKey === undefined ? {} : { apiKey };
}
