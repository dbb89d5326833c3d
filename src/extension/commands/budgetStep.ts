import type { CostEstimate } from '../../core/cost/estimate.ts';
import { isSimulated, type SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import type { Step } from '../host/questions/steps.ts';
import { type Budget, chooseBudget } from '../measurements/questions/budgetPick.ts';

/** What a budget does where each side of an A/B run has one of its own. */
export const sharedBudget = 'each side stops before it exceeds its equal share';

/**
 * Asks what a measurement may cost, where prices are known.
 * @param sides the endpoints as far as they are answered
 * @param limit what a budget does
 */
export function budgetStep(
  sides: () => readonly (SavedEndpoint | undefined)[],
  estimate: () => Promise<CostEstimate | null | undefined>,
  keep: (budget: Budget['most']) => void,
  limit?: string,
): Step {
  return {
    skip: () => sides().every(side => side === undefined || isSimulated(side.config)),
    ask: async frame => {
      // Asked again, the estimate knows no limit of before.
      keep(null);
      // What is wrong with a plan is said when it is run.
      const found = await estimate().catch(() => null);
      if (!found) return true;
      const answer = await chooseBudget(frame, found, limit);
      if (typeof answer === 'object') keep(answer.most);
      return answer;
    },
  };
}
