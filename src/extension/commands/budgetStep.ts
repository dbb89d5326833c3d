import type { CostEstimate } from '../../core/cost/estimate.ts';
import { isSimulated, type SavedEndpoint } from '../endpoints/savedEndpoint.ts';
import type { QuestionStep } from '../host/questions/steps.ts';
import { chooseBudget } from '../measurements/questions/budgetPick.ts';

/** What a budget does for an A/B test, whose sides have one each. */
export const sharedBudget = 'each side stops before it exceeds its equal share';

export interface BudgetQuestion {
  draft: { budget: number | null };
  endpoints(): readonly SavedEndpoint[];
  /** The cost without a budget; null if no price is known. */
  estimate(): Promise<CostEstimate | null>;
  /** What a budget does. */
  effect: string;
}

/** Asks what a measurement may cost, if prices are known. */
export function budgetStep({ draft, endpoints, estimate, effect }: BudgetQuestion): QuestionStep {
  return {
    skip: () => endpoints().every(({ config }) => isSimulated(config)),
    ask: async frame => {
      draft.budget = null;
      // A plan that is not valid is refused when it is started, with a message.
      const found = await estimate().catch(() => null);
      if (!found) return true;
      const answer = await chooseBudget(frame, found, effect);
      if (typeof answer === 'object') draft.budget = answer.most;
      return answer;
    },
  };
}
