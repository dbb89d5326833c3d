import type { Command } from 'commander';
import { UserError } from '../../core/base/errors.ts';
import { measureSides, type SidesOptions } from '../measure/measureSides.ts';
import {
  addDecidingMetric,
  addVerdictOptions,
  type ComparisonOptions,
  verdictExitCodes,
} from '../options/comparisonOptions.ts';
import { addMeasureHelp, type HelpText } from '../options/helpText.ts';
import { addSideOptions } from '../options/sideOptions.ts';
import type { PlanArguments } from '../plan/resolvePlan.ts';
import { type AgainstFlags, resolveSides } from '../plan/resolveSides.ts';
import type { CliContext } from '../process/context.ts';
import type { ExitCode } from '../process/exitCodes.ts';

type AbOptions = PlanArguments & AgainstFlags & ComparisonOptions & SidesOptions;

/** `llmeter ab` */
export function abCommand(program: Command, context: CliContext, finish: (code: ExitCode) => void): void {
  const command = program
    .command('ab')
    .summary('run an A/B test of endpoints, request by request')
    .description(
      'Run an A/B test of two or more plans. Every client sends one request of each side in turn, in a changing order, so that drift of the network and the server affects all sides alike. Each side is compared with the first, the baseline.',
    )
    .argument('[plans...]', 'plan files, YAML or JSON, one per side; or one plan file and an --against flag');
  addSideOptions(command);
  addDecidingMetric(command);
  addVerdictOptions(
    command,
    'print one JSON object: folder, name, state, message, endedByBudget, sides, comparison, findings',
  );
  addMeasureHelp(command, help).action(async (planFiles: string[], options: AbOptions) => {
    finish(await runAbTest(planFiles, options, context));
  });
}

async function runAbTest(
  planFiles: readonly string[],
  { name, decidingMetric, margin, markdown, failOn, json, estimate, yes, ...flags }: AbOptions,
  context: CliContext,
): Promise<ExitCode> {
  const plans = await resolveSides(planFiles, flags, context.folder);
  if (plans.length < 2) {
    throw new UserError(
      'Give a second side: another plan file, --against-model, --against-base-url or --against.',
    );
  }
  const sides = plans.map(({ name, plan }, from) => ({ name, plan, from }));
  const chosen = {
    ...(name !== undefined && { name }),
    ...(decidingMetric !== undefined && { decidingMetric }),
    ...(margin !== undefined && { margin }),
  };
  return measureSides(context, plans, sides, chosen, { markdown, failOn, json, estimate, yes });
}

const help: HelpText = {
  examples: [
    ['llmeter ab old.yaml new.yaml --fail-on worse --margin 5%', 'a gate in CI'],
    ['llmeter ab plan.yaml --against-model gpt-4.1-mini'],
    ['llmeter ab plan.yaml --against endpoint.yaml --deciding-metric tpot --markdown comparison.md'],
    ['llmeter ab --demo --against-base-url simulated:fast --requests 50'],
  ],
  notes: [
    'Clients, requests, duration, warm-up, ramp-up and seed must be the same on all sides. Each side is saved as a run in the folder of the A/B test. With more than two sides, verdicts are adjusted for the number of comparisons.',
  ],
  exitCodes: verdictExitCodes(
    'a side failed, or all or too many of its requests did (--max-error-rate, --stop-on)',
  ),
};
