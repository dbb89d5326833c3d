import type { RequestPhase } from '../../core/request/trace.ts';
import type { Backlog } from './backlog.ts';
import type { SpendingMeter } from './spendingMeter.ts';

/**
 * Asks whether a request may be sent. What would exceed the budget calls `stop`, which ends the sending of
 * all clients. Answers that wait to be read are read first: they are likely to have cost less than they
 * could.
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
