import type { Command } from 'commander';
import { UserError } from '../../core/base/errors.ts';
import { measureSides } from '../measure/measureSides.ts';
import {
  addDecidingMetric,
  addVerdict,
  type ComparisonOptions,
  gateNotes,
} from '../options/comparisonOptions.ts';
import { addSides, type EstimateOption } from '../options/sideOptions.ts';
import type { PlanArguments } from '../plan/resolvePlan.ts';
import { type AgainstFlags, resolveSides } from '../plan/resolveSides.ts';
import type { CliContext } from '../process/context.ts';
import type { ExitCode } from '../process/exitCodes.ts';

/** `llmeter ab` */
export function abCommand(program: Command, context: CliContext, finish: (code: ExitCode) => void): void {
  const command = program
    .command('ab')
    .summary('run endpoints against each other, request by request')
    .description(
      'Run plans against each other: every client sends one request of each in turn, in an order that changes, so that drift of network and server hits all alike. Each is compared with the first, the baseline.',
    )
    .argument('[plans...]', 'plan files, YAML or JSON, one for each side; or one and an --against flag');
  addVerdict(
    addDecidingMetric(addSides(command)),
    'print one JSON object: folder, name, state, sides, comparison, findings',
  )
    .addHelpText('after', examples)
    .action(
      async (
        planFiles: string[],
        {
          name,
          decidingMetric,
          markdown,
          failOn,
          json,
          estimate,
          ...flags
        }: PlanArguments & AgainstFlags & ComparisonOptions & EstimateOption,
      ) => {
        const plans = await resolveSides(planFiles, flags, context.folder);
        if (plans.length < 2) {
          throw new UserError(
            'Say what to compare it with: a second plan file, --against-model, --against-base-url or --against.',
          );
        }
        const sides = plans.map(({ name, plan }, from) => ({ name, plan, from }));
        const chosen = {
          ...(name !== undefined && { name }),
          ...(decidingMetric !== undefined && { decidingMetric }),
        };
        finish(await measureSides(context, plans, sides, chosen, { markdown, failOn, json, estimate }));
      },
    );
}

const examples = `
Examples:
  llmeter ab old.yaml new.yaml --fail-on worse            a gate for a pipeline
  llmeter ab plan.yaml --against-model gpt-4.1-mini
  llmeter ab plan.yaml --against endpoint.yaml --headline tpot --markdown comparison.md
  llmeter ab --demo --against-base-url simulated:fast --requests 50

Clients, requests, duration, warm-up, ramp-up and seed are the same on all sides. Each side is saved as a run
in the experiment's folder. Ctrl-C once: nothing more is sent, requests in flight finish. Twice: they are
aborted. Exit codes: 0 ok, 1 a side could not go on or all its requests failed, 2 bad usage, 4 stopped
at its budget, 130 interrupted. ${gateNotes}`;
