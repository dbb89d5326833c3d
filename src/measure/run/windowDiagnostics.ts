import { formatPercent, formatQuantity, formatSeconds } from '../../core/format/quantities.ts';
import { littlesLaw } from '../../core/loadTest/littlesLaw.ts';
import { type Drift, driftOf } from '../../core/metrics/drift.ts';
import { steadyLeads } from '../../core/metrics/leadingRates.ts';
import { type StartBurst, startBurstOf } from '../../core/metrics/startBurst.ts';
import { rateOf, type SteadyState } from '../../core/metrics/steadyRates.ts';
import type { Diagnostic } from '../../protocol/run.ts';
import type { WaitingEvidence } from './waitingDiagnostics.ts';

/** What the diagnostics of a run's course need. Times in seconds. */
export interface WindowEvidence extends WaitingEvidence {
  course: RunCourse;
}

/** How a run went from its first request to its last answer. */
export interface RunCourse {
  clients: number;
  /** Successful requests per second of the whole run, and while all clients were at work. */
  wholeRate: number | null;
  steadyRate: number | null;
  /** Share of the clients' time without a request in flight, from the first request to the last answer. */
  idle: number;
  /** From the last request sent to the last answer. */
  drain: number;
  /** Requests in flight, averaged over the time in which all clients were at work. */
  inFlight: number | null;
  drift: Drift | null;
  burst: StartBurst | null;
}

type Check = (evidence: WindowEvidence) => Diagnostic | null;

/** Reads the course of a run from its measured requests. */
export function courseOf(state: SteadyState): RunCourse {
  const { client, sentAt, endedAt, ttft, window, amounts } = state;
  const first = least(sentAt);
  const last = -least(endedAt.map(end => -end));
  const clients = new Set(client.filter(Number.isFinite)).size;
  const busy = endedAt.reduce((sum, end, i) => sum + (end - (sentAt[i] ?? Number.NaN) || 0), 0);
  const successes = amounts.requests.reduce((sum, one) => sum + one, 0);
  const inOrder = window ? Array.from(window.requests, i => ttft[i] ?? Number.NaN) : [];
  return {
    clients,
    wholeRate: last > first ? successes / (last - first) : null,
    steadyRate: rateOf(state, 'requests'),
    idle: last > first && clients > 0 ? 1 - busy / ((last - first) * clients) : 0,
    drain: Math.max(0, last + least(sentAt.map(at => -at))),
    inFlight: window?.inFlight ?? null,
    drift: driftOf(inOrder.filter(Number.isFinite)),
    burst: startBurstOf(state),
  };
}

function least(values: readonly number[]): number {
  return values.reduce((least, value) => (value < least ? value : least), Number.POSITIVE_INFINITY);
}

/** With a larger share of idle time, the rates of the whole run say little. */
const toleratedIdle = 0.1;

export const rateWindow: Check = ({ course, tookTurns }) => {
  const { clients, wholeRate, steadyRate, idle, drain } = course;
  if (tookTurns || wholeRate === null || wholeRate === 0) return null;
  const leads = steadyLeads(wholeRate, steadyRate);
  if (!leads && (steadyRate !== null || clients < 2 || idle <= toleratedIdle)) return null;
  const ending = `The last answer came ${formatSeconds(drain)} after the last request was sent, and clients were idle for ${formatPercent(idle)} of their time.`;
  const rate = (value: number | null) => formatQuantity(value, 'requests/s');
  return {
    id: 'rate-window',
    severity: 'info',
    message: leads
      ? `${ending} Over the whole run it was ${rate(wholeRate)}; while all clients were at work, ${rate(steadyRate)}, which is shown first.`
      : `${ending} All rates include this time, because all clients were at work together for too short a time to tell their rates.`,
    advice: leads
      ? 'To bring the two closer together, measure longer.'
      : 'Send more requests per client, or measure longer with "duration".',
  };
};

/** Time that other diagnostics explain counts as busy. */
export const idleClients: Check = evidence => {
  const { course, tookTurns, clientTime, hookTime, pausedTime, budgetTime } = evidence;
  const { clients, inFlight } = course;
  if (tookTurns || inFlight === null) return null;
  const explained = clientTime > 0 ? ((hookTime + pausedTime + budgetTime) / clientTime) * clients : 0;
  const facts = { clients, requests: 0, failed: 0, requestRate: null, meanTime: null };
  if (!littlesLaw({ ...facts, inFlight: inFlight + explained })?.warning) return null;
  return {
    id: 'idle-clients',
    severity: 'info',
    message: littlesLaw({ ...facts, inFlight })?.warning ?? '',
    advice: 'The rates are those of this client, not the most that the server can do. Use more clients.',
  };
};

export const drift: Check = ({ course: { drift: found } }) => {
  if (found === null) return null;
  const change = found.second / found.first - 1;
  return {
    id: 'drift',
    severity: 'warning',
    message: `The median TTFT of the requests sent in the second half is ${formatPercent(Math.abs(change))} ${change > 0 ? 'higher' : 'lower'} than that of the first half: the system was not in a steady state.`,
    advice: 'Measure longer, or add "warmup".',
  };
};

export const startBurst: Check = ({ course: { burst } }) =>
  burst === null
    ? null
    : {
        id: 'start-burst',
        severity: 'warning',
        message: `All ${burst.clients} clients sent their first request at once, and these were slower: median TTFT ${formatSeconds(burst.first)}, of later ones ${formatSeconds(burst.later)}. They raise the tail: TTFT ${burst.percentile} is ${formatSeconds(burst.tail)} with them, ${formatSeconds(burst.tailWithout)} without.`,
        advice: 'Set "rampUp", such as "1s", to spread the starts, or measure longer.',
      };
