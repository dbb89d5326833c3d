import { UserError } from '../core/base/errors.ts';
import type { JsonObject } from '../core/base/jsonValue.ts';
import { folderName } from '../core/recipes/sideNames.ts';
import { parsePlan, type RunPlan } from '../measure/plan/parsePlan.ts';
import type { AbSide } from '../protocol/start.ts';

/** Sides that can be interleaved. */
export interface CheckedSides {
  readonly sides: readonly (AbSide & { plan: JsonObject })[];
  readonly clients: number;
  readonly seed: number;
  readonly output: string | undefined;
  /** What differs besides the endpoints, as sentences. */
  readonly warnings: readonly string[];
}

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
] as const satisfies readonly (keyof RunPlan)[];

/** Checks the sides of an A/B test. Throws UserError that names the side and the key to change. */
export function checkSides(sides: readonly AbSide[]): CheckedSides {
  if (sides.length < 2) throw new UserError('An A/B test needs at least two sides.');
  const named = sides.map(side => ({ ...side, name: folderName(side.name) }));
  const twice = named.find(({ name }, i) => named.findIndex(other => other.name === name) !== i);
  if (twice) throw new UserError(`Two sides are called "${twice.name}": give each its own name.`);
  const plans = named.map(({ plan, name }) => parsePlan(plan, `The plan of "${name}"`));
  const [first] = plans;
  if (!first) throw new UserError('An A/B test needs at least two sides.');
  plans.forEach((plan, i) => {
    const key = common.find(key => plan[key] !== first[key]);
    if (key === undefined) return;
    const [a, b] = [named[0]?.name, named[i]?.name];
    throw new UserError(
      `All sides of an A/B test must have the same "${key}", but it is ${valueText(first[key])} in "${a}" and ${valueText(plan[key])} in "${b}". Set the same value in both.`,
    );
  });
  return {
    sides: named.map(side => ({ ...side, plan: side.plan as JsonObject })),
    clients: first.clients,
    seed: first.seed,
    output: first.output,
    warnings: plans.flatMap((plan, i) =>
      asked
        .filter(key => JSON.stringify(plan[key]) !== JSON.stringify(first[key]))
        .map(
          key =>
            `"${key}" differs between "${named[0]?.name}" and "${named[i]?.name}": differences in the results may come from it and not from the endpoints.`,
        ),
    ),
  };
}

function valueText(value: number | string | undefined): string {
  return value === undefined ? 'not set' : String(value);
}
