import type { JsonObject } from '../../core/jsonValue.ts';
import type { Slo } from '../../core/metrics/slo.ts';

/** A run with everything decided: what the runner needs and nothing else. Times are seconds. */
export interface RunConfig {
  name: string;
  description: string | null;
  clients: number;
  /** Requests per client; null for a time-bound run. */
  requests: number | null;
  /** Length of a time-bound run; null for a count-bound one. */
  duration: number | null;
  /** Requests each client sends first, left out of all statistics. */
  warmup: number;
  rampUp: number;
  timeout: number;
  seed: number;
  lowMemory: boolean;
  slo: Slo;
  payloads: JsonObject[];
  /** Each payload is sent by one client and once, instead of by each of them. */
  distribute: boolean;
}

/** Measured requests of all clients; null for a time-bound run. */
export function plannedRequests({ requests, clients, payloads, distribute }: RunConfig): number | null {
  if (requests === null) return null;
  return distribute ? payloads.length : requests * clients;
}
