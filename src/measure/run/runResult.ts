import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { RunCost } from '../../core/cost/runCosts.ts';
import type { InvocationResponse } from '../../core/request/response.ts';
import type { RunSummary } from '../../core/stats/runSummary.ts';
import type { Stats } from '../../core/stats/stats.ts';
import type { Diagnostic, MetricSet } from '../../protocol/run.ts';

/** The result of a run. */
export interface RunResult {
  summary: RunSummary;
  stats: Stats;
  metrics: MetricSet;
  /** Complete when the run is over. Callbacks add to it with `tell`. */
  diagnostics: Diagnostic[];
  environment: JsonObject;
  /** Its cost; null if no price is known. */
  cost: RunCost | null;
  interrupted: boolean;
  cancelled: number;
  /** All responses in the order in which they were processed; empty with `lowMemory`. */
  responses: InvocationResponse[];
  /** Adds a callback's statistics: only numbers, visible at once, and saved (llmeter-format 5.5). */
  contribute(values: JsonObject): void;
  /** Adds a callback's diagnostic. */
  tell(diagnostic: Diagnostic): void;
}
