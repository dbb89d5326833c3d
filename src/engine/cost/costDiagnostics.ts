import type { RunCost } from '../../core/cost/runCosts.ts';
import { formatQuantity } from '../../core/format/quantities.ts';
import type { Diagnostic } from '../../protocol/run.ts';

/**
 * What is to be said of a run's costs, the gravest first.
 * @param exhausted the budget ended the run
 * @param guesses what was in flight could only be guessed
 */
export function costDiagnostics(cost: RunCost, exhausted: boolean, guesses: boolean): Diagnostic[] {
  const { budget, total, currency, notes } = cost;
  const amount = (value: number) => formatQuantity(value, currency);
  const found: Diagnostic[] = [];
  if (budget !== null && exhausted) {
    found.push({
      id: 'budget',
      severity: 'warning',
      message: `The run was stopped at ${amount(total)} of its budget of ${amount(budget)}: a further request might have exceeded it.`,
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
  const [first, ...others] = notes;
  if (first !== undefined) {
    found.push({
      id: 'cost',
      severity: 'info',
      message: [first, ...others].join(' '),
      advice: '"llmeter prices" shows where prices come from.',
    });
  }
  return found;
}
