import type { RunCost } from '../../core/cost/runCosts.ts';
import { countOf, formatQuantity } from '../../core/format/quantities.ts';
import type { Diagnostic } from '../../protocol/run.ts';

/** How a run with a budget ended. */
interface Ending {
  /** The budget ended it. */
  exhausted: boolean;
  /** Requests that broke off and may have been charged for. */
  brokenOff: number;
  /** What was in flight could only be guessed. */
  guesses: boolean;
}

/** What says of a run that its budget ended it. */
export function endOfBudget(diagnostics: readonly Diagnostic[]): Diagnostic | undefined {
  return diagnostics.find(({ id }) => id === 'budget');
}

/** What is to be said of a run's budget; what may be wrong about its costs is in their own notes. */
export function costDiagnostics(cost: RunCost, { exhausted, brokenOff, guesses }: Ending): Diagnostic[] {
  const { budget, total, currency } = cost;
  const amount = (value: number) => formatQuantity(value, currency);
  const found: Diagnostic[] = [];
  if (budget !== null && exhausted) {
    found.push({
      id: 'budget',
      severity: 'warning',
      message: `The run was stopped at ${amount(total)} of its budget of ${amount(budget)}: a further request might have exceeded it.${
        brokenOff === 0
          ? ''
          : ` ${countOf(brokenOff, 'request')} that broke off may have been charged for, and count as the dearest that they can be.`
      }`,
      advice: 'Raise "cost.budget", or lower "maxTokens" or the number of clients.',
    });
  }
  if (budget !== null && total > budget) {
    found.push({
      id: 'budget-exceeded',
      severity: 'warning',
      message: `The run cost ${amount(total)}, more than its budget of ${amount(budget)}.`,
      advice: guesses
        ? 'Give every payload a limit of its output tokens: without one nobody knows what is in flight.'
        : 'Requests cost more than their payloads let expect; leave more room in "cost.budget".',
    });
  }
  return found;
}
