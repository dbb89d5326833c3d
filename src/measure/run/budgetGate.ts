import type { RequestPhase } from '../../core/request/trace.ts';
import type { Backlog } from './backlog.ts';
import type { SpendingMeter } from './spendingMeter.ts';

/**
 * Decides whether a request may be sent. If it would exceed the budget, answers that wait to be read are
 * read first: they probably cost less than their maximum. If it still does, `stop` ends sending for all
 * clients.
 */
export function budgetGate(
  spending: Pick<SpendingMeter, 'admit'>,
  backlog: Pick<Backlog<unknown>, 'length' | 'drained'>,
  stop: () => void,
): (payload: number, phase: RequestPhase) => boolean | Promise<boolean> {
  const admit = (payload: number, phase: RequestPhase): boolean | Promise<boolean> => {
    if (spending.admit(payload, phase)) return true;
    if (backlog.length > 0) {
      return backlog.drained().then(
        () => admit(payload, phase),
        () => false,
      );
    }
    stop();
    return false;
  };
  return admit;
}
