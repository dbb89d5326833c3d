import { UserError } from '../core/base/errors.ts';
import { folderName } from '../core/recipes/sideNames.ts';
import { parsePlan, type RunPlan } from '../measure/plan/parsePlan.ts';
import type { AbSide } from '../protocol/start.ts';
import { withoutRepeats } from './repeats.ts';

/** What must be the same on all sides, so that their requests can be interleaved. */
const common = [
  'clients',
  'requests',
  'duration',
  'warmup',
  'rampUp',
  'seed',
] as const satisfies readonly (keyof RunPlan)[];

/** If one of these differs, the comparison is not of the endpoints alone. */
const asked = [
  'prompt',
  'payload',
  'system',
  'attachments',
  'maxTokens',
  'body',
] as const satisfies readonly (keyof RunPlan)[];

/** Checks the sides of an A/B test and their plans. Throws UserError that names the side and the key to change. */
export function checkSides(sides: readonly AbSide[]): AbSide<RunPlan>[] {
  const named = sides.map(side => ({ ...side, name: folderName(side.name) }));
  const twice = named.find(({ name }, i) => named.findIndex(other => other.name === name) !== i);
  if (twice) throw new UserError(`Two sides are called "${twice.name}": give each its own name.`);
  const checked = named.map(side => ({
    ...side,
    plan: withoutRepeats(parsePlan(side.plan, `The plan of "${side.name}"`), 'A side of an A/B test'),
  }));
  const [first, ...others] = checked;
  if (!first || others.length === 0) throw new UserError('An A/B test needs at least two sides.');
  for (const other of others) {
    const key = common.find(key => other.plan[key] !== first.plan[key]);
    if (key === undefined) continue;
    const [a, b] = [valueText(first.plan[key]), valueText(other.plan[key])];
    throw new UserError(
      `All sides of an A/B test must have the same "${key}", but it is ${a} in "${first.name}" and ${b} in "${other.name}". Set the same value in both.`,
    );
  }
  return checked;
}

/** What differs between sides besides their endpoints, as sentences. */
export function furtherDifferences([first, ...others]: readonly AbSide<RunPlan>[]): string[] {
  if (!first) return [];
  return others.flatMap(({ name, plan }) =>
    asked
      .filter(key => JSON.stringify(plan[key]) !== JSON.stringify(first.plan[key]))
      .map(
        key =>
          `"${key}" differs between "${first.name}" and "${name}": differences in the results may come from it and not from the endpoints.`,
      ),
  );
}

function valueText(value: number | string | undefined): string {
  return value === undefined ? 'not set' : String(value);
}
