import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { RunCost } from '../../core/cost/runCosts.ts';
import type { InvocationResponse } from '../../core/request/response.ts';
import type { RunSummary } from '../../core/stats/runSummary.ts';
import type { Stats } from '../../core/stats/stats.ts';
import type { Diagnostic, MetricSet } from '../../protocol/run.ts';

/** What a run came to. */
export interface RunResult {
  summary: RunSummary;
  stats: Stats;
  metrics: MetricSet;
  /** Complete when the run is over; while callbacks run, see `tell`. */
  diagnostics: Diagnostic[];
  environment: JsonObject;
  /** What it cost; null where no price is known. */
  cost: RunCost | null;
  interrupted: boolean;
  cancelled: number;
  /** All responses in the order they were processed; empty with `lowMemory`. */
  responses: InvocationResponse[];
  /** Adds statistics of a callback: numbers only, visible at once and saved (llmeter-format 5.5). */
  contribute(values: JsonObject): void;
  /** Adds to the diagnostics what a callback has to say of this run. */
  tell(diagnostic: Diagnostic): void;
}
