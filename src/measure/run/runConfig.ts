import { parseDuration } from '../../core/base/duration.ts';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { Slo } from '../../core/metrics/slo.ts';
import { parseShare } from '../../core/plan/failurePlan.ts';
import type { CheckedPlan } from '../../core/plan/plan.ts';
import type { Display } from '../../core/stats/display/liveStats.ts';
import type { StopOn } from './stopRule.ts';

/** The final configuration of a run: what the runner needs and nothing else. Times are seconds. */
export interface RunConfig {
  name: string;
  description: string | null;
  clients: number;
  /** Requests per client; null for a time-bound run. */
  requests: number | null;
  /** Length of a time-bound run; null for a count-bound one. */
  duration: number | null;
  /** Requests that each client sends first; not part of any statistic. */
  warmup: number;
  rampUp: number;
  timeout: number;
  seed: number;
  lowMemory: boolean;
  slo: Slo;
  /** Largest share of requests that may fail; null = any. */
  maxErrorRate: number | null;
  /** When failures end the run early; null = never. */
  stopOn: StopOn | null;
  payloads: JsonObject[];
  /** Each payload is sent once, by one client, instead of by all; with a warm-up, the last one is for it. */
  distribute: boolean;
  /** What is shown while it runs; null = LLMeter's usual statistics. */
  progressBarStats: Display | null;
}

type Payloads = Pick<RunConfig, 'payloads' | 'distribute' | 'warmup'>;

/**
 * Index of the payload that only the warm-up sends; null = the warm-up sends the measured ones. With
 * distributed payloads it must not: they would then be in the server's prompt cache.
 */
export function warmupPayload({ payloads, distribute, warmup }: Payloads): number | null {
  return distribute && warmup > 0 ? payloads.length - 1 : null;
}

/** Number of different payloads that are measured. */
export function measuredPayloads(config: Payloads): number {
  return warmupPayload(config) ?? config.payloads.length;
}

/** Measured requests of all clients; null for a time-bound run. */
export function plannedRequests(config: RunConfig): number | null {
  if (config.requests === null) return null;
  return config.distribute ? measuredPayloads(config) : config.requests * config.clients;
}

/**
 * The run that a plan describes, with times in seconds. `payloads` are the plan's, already loaded. If they
 * are distributed and there is a warm-up, the last one is for the warm-up.
 */
export function configOf(plan: CheckedPlan, name: string, payloads: JsonObject[]): RunConfig {
  const seconds = (value: number | string | undefined, key: string) =>
    value === undefined ? undefined : parseDuration(value, `"${key}"`);
  const duration = seconds(plan.duration, 'duration') ?? null;
  const measured = measuredPayloads({ ...plan, payloads });
  const ownPayloads = plan.distribute ? Math.ceil(measured / plan.clients) : measured;
  return {
    name,
    description: plan.description ?? null,
    clients: plan.clients,
    requests: duration === null ? (plan.requests ?? ownPayloads) : null,
    duration,
    warmup: plan.warmup,
    rampUp: parseDuration(plan.rampUp, '"rampUp"'),
    timeout: parseDuration(plan.timeout, '"timeout"'),
    seed: plan.seed,
    lowMemory: plan.lowMemory,
    slo: {
      ttft: seconds(plan.slo?.ttft, 'slo.ttft'),
      ttlt: seconds(plan.slo?.ttlt, 'slo.ttlt'),
      tpot: seconds(plan.slo?.tpot, 'slo.tpot'),
    },
    maxErrorRate: plan.maxErrorRate === undefined ? null : parseShare(plan.maxErrorRate),
    stopOn: stopOnOf(plan),
    payloads,
    distribute: plan.distribute,
    progressBarStats: plan.progressBarStats ?? null,
  };
}

/** A wrong key is known from so many answers, however few clients there are. */
const refusedAtLeast = 5;
const latestRequests = 100;

function stopOnOf({ stopOn = {}, clients }: Pick<CheckedPlan, 'stopOn' | 'clients'>): StopOn | null {
  if (stopOn === false) return null;
  const { refused = Math.max(refusedAtLeast, clients), failures, last = latestRequests } = stopOn;
  return {
    refused: refused === false ? null : refused,
    share: failures === undefined || failures === false ? null : parseShare(failures),
    last: failures === false ? null : last,
  };
}
