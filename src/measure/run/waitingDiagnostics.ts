import { formatSeconds } from '../../core/format/quantities.ts';
import type { Diagnostic } from '../../protocol/run.ts';

/** The data for the diagnostics about times in which clients did not send. */
export interface WaitingEvidence {
  requests: number;
  /** Clients waited for the other sides of an A/B test. */
  tookTurns: boolean;
  /** Seconds, summed over all clients. */
  clientTime: number;
  /** In callbacks before requests. */
  hookTime: number;
  /** In pauses after failures. */
  pausedTime: number;
  /** Until the requests in flight left room in the budget. */
  budgetTime: number;
}

type Check = (evidence: WaitingEvidence) => Diagnostic | null;

/** Largest share of the clients' time that goes without saying. */
const tolerated = 0.05;

/**
 * Latencies do not include this time, but the request rate does. A callback that computes on the only core also
 * keeps this process from reading what arrives.
 * @param limited this process was too slow to read what arrived
 */
export function slowHooks(
  { hookTime, clientTime, requests }: WaitingEvidence,
  limited: boolean,
): Diagnostic | null {
  if (hookTime <= clientTime * tolerated) return null;
  const delay = limited ? ', but callbacks that compute may have caused the delay of this machine' : '';
  return {
    id: 'slow-callbacks',
    severity: 'info',
    message: `Callbacks took ${((hookTime / clientTime) * 100).toFixed(0)} % of the clients’ time, ${formatSeconds(hookTime / requests)} before each request, so fewer requests were sent. Latencies do not include this time${delay}.`,
    advice: 'To measure throughput, do less in beforeInvoke, or use more clients.',
  };
}

export const pauses: Check = ({ pausedTime }) =>
  pausedTime === 0
    ? null
    : {
        id: 'pauses',
        severity: 'warning',
        message: `Clients paused for ${formatSeconds(pausedTime)} in total after requests that reached no server, so that such failures do not outnumber the rest. The number of these failures is not meaningful.`,
        advice: 'Check the base URL, whether the server is running, and callbacks that refuse requests.',
      };

export const turns: Check = ({ tookTurns }) =>
  tookTurns
    ? {
        id: 'took-turns',
        severity: 'info',
        message:
          'This run was a side of an A/B test: its clients waited while requests of the other sides were in flight, so its throughput is lower than the endpoint’s maximum.',
        advice: 'Compare only its latencies; measure throughput in a separate run.',
      }
    : null;

export const budgetWaits: Check = ({ budgetTime, clientTime }) =>
  budgetTime <= clientTime * tolerated
    ? null
    : {
        id: 'budget-waits',
        severity: 'info',
        message: `Clients waited for ${((budgetTime / clientTime) * 100).toFixed(0)} % of their time, because the requests in flight might have used up the budget. Throughput is lower than the endpoint’s maximum, and there were fewer requests at the same time than clients.`,
        advice: 'Raise "cost.budget", or lower "maxTokens" or the number of clients.',
      };

/** Times in which clients could not send, as evidence. `lost`: milliseconds. */
export function lostTimes(
  lost: Readonly<Record<'hooks' | 'pauses' | 'budget', number>>,
): Pick<WaitingEvidence, 'hookTime' | 'pausedTime' | 'budgetTime'> {
  return { hookTime: lost.hooks / 1000, pausedTime: lost.pauses / 1000, budgetTime: lost.budget / 1000 };
}
