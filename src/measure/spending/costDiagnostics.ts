import type { RunCost } from '../../core/cost/runCosts.ts';
import { countOf, formatQuantity } from '../../core/format/quantities.ts';
import type { Diagnostic } from '../../protocol/run.ts';

/** How a run with a budget ended. */
interface Ending {
  /** The budget ended it. */
  exhausted: boolean;
  /** Requests that broke off and may still be billed. */
  brokenOff: number;
  /** The maximum cost of the requests in flight could only be estimated. */
  guesses: boolean;
}

/** The diagnostic that says that the budget ended the run. */
export function endOfBudget(diagnostics: readonly Diagnostic[]): Diagnostic | undefined {
  return diagnostics.find(({ id }) => id === 'budget');
}

/** The diagnostics about a run's budget. What may be wrong with its costs is in the notes of the costs. */
export function costDiagnostics(cost: RunCost, { exhausted, brokenOff, guesses }: Ending): Diagnostic[] {
  const { budget, total, currency } = cost;
  const amount = (value: number) => formatQuantity(value, currency);
  const found: Diagnostic[] = [];
  if (budget !== null && exhausted) {
    found.push({
      id: 'budget',
      severity: 'warning',
      message: `The run stopped after spending ${amount(total)} of its budget of ${amount(budget)}: another request might have exceeded it.${
        brokenOff === 0
          ? ''
          : ` ${countOf(brokenOff, 'request')} that broke off may still be billed and counted at maximum cost.`
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
        ? 'Set an output token limit in every payload: without one, the maximum cost of a request is unknown.'
        : 'Requests cost more than their payloads suggested: leave more room in "cost.budget".',
    });
  }
  return found;
}
