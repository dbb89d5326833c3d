import { messageOf } from '../core/base/errors.ts';
import { endOfBudget } from '../measure/spending/costDiagnostics.ts';
import { BudgetTooSmall } from '../measure/spending/runSpending.ts';
import type { ExperimentState } from '../protocol/experiments.ts';
import type { RunOutcome } from '../protocol/run.ts';

/** How an experiment of runs in turn ended. */
export interface Ending {
  state: ExperimentState;
  message: string | null;
  endedByBudget: boolean;
}

/** How an experiment ends if a run that came to its end ends it; null if it goes on. */
export function endingAfter({ state, message, diagnostics }: RunOutcome, name: string): Ending | null {
  if (state === 'failed') return { state, message, endedByBudget: false };
  // What follows would only fail more often.
  if (message !== null) return { state: 'partial', message: `${name}: ${message}`, endedByBudget: false };
  const stopped = endOfBudget(diagnostics);
  return stopped ? { state: 'partial', message: `${name}: ${stopped.message}`, endedByBudget: true } : null;
}

/** How an experiment ends if a run could not begin. */
export function endingOf(error: unknown, name: string): Ending {
  if (error instanceof BudgetTooSmall) {
    const message = `${name}: The earlier runs left less of the budget than one request may cost.`;
    return { state: 'partial', message, endedByBudget: true };
  }
  return { state: 'failed', message: `${name}: ${messageOf(error)}`, endedByBudget: false };
}
