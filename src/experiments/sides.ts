import { UserError } from '../core/base/errors.ts';
import type { JsonObject } from '../core/base/jsonValue.ts';
import { folderName } from '../core/recipes/sideNames.ts';
import { parsePlan, type RunPlan } from '../measure/plan/parsePlan.ts';
import type { AbSide } from '../protocol/start.ts';

/** Sides that can take turns. */
export interface CheckedSides {
  readonly sides: readonly (AbSide & { plan: JsonObject })[];
  readonly clients: number;
  readonly seed: number;
  readonly output: string | undefined;
  /** What differs beside the endpoints, as sentences. */
  readonly warnings: readonly string[];
}

/** What sides must have in common, for their clients to take turns and to send alike. */
const common = [
  'clients',
  'requests',
  'duration',
  'warmup',
  'rampUp',
  'seed',
] as const satisfies readonly (keyof RunPlan)[];

/** What differs where not the endpoints alone are compared. */
const asked = [
  'prompt',
  'payload',
  'system',
  'attachments',
  'maxTokens',
] as const satisfies readonly (keyof RunPlan)[];

/** Checks the sides of an A/B run. Throws UserError that names the side and the key to change. */
export function checkSides(sides: readonly AbSide[]): CheckedSides {
  if (sides.length < 2) throw new UserError('An A/B run needs at least two sides.');
  const named = sides.map(side => ({ ...side, name: folderName(side.name) }));
  const twice = named.find(({ name }, i) => named.findIndex(other => other.name === name) !== i);
  if (twice) throw new UserError(`Two sides are called "${twice.name}": give each a name of its own.`);
  const plans = named.map(({ plan, name }) => parsePlan(plan, `The plan of "${name}"`));
  const [first] = plans;
  if (!first) throw new UserError('An A/B run needs at least two sides.');
  plans.forEach((plan, i) => {
    const key = common.find(key => plan[key] !== first[key]);
    if (key === undefined) return;
    const [a, b] = [named[0]?.name, named[i]?.name];
    throw new UserError(
      `The sides of an A/B run send alike, but "${key}" is ${said(first[key])} in "${a}" and ${said(plan[key])} in "${b}". Set it alike in both.`,
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
            `"${key}" is not the same in "${named[0]?.name}" and "${named[i]?.name}": what differs then is not the endpoints’ doing alone.`,
        ),
    ),
  };
}

function said(value: number | string | undefined): string {
  return value === undefined ? 'not set' : String(value);
}
