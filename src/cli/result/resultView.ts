import { basename } from 'node:path';
import type { JsonObject } from '../../core/base/jsonValue.ts';
import type { RunCost } from '../../core/cost/runCosts.ts';
import type { FailureGroup } from '../../core/metrics/failures.ts';
import type {
  Diagnostic,
  EndpointInfo,
  MetricSet,
  Report,
  RunOutcome,
  RunSnapshot,
} from '../../protocol/run.ts';
import { unlessDiagnosed } from '../../protocol/tooManyFailures.ts';

/** What is printed about a finished run, whether it has just ended or was loaded. */
export interface ResultView {
  name: string;
  folder: string;
  endpoint: EndpointInfo | null;
  clients: number | null;
  totalRequests: number;
  failedRequests: number;
  metrics: MetricSet;
  /** LLMeter's statistics, with those that callbacks contributed. */
  stats: JsonObject;
  /** The machine that measured; null if it is not known. */
  environment: JsonObject | null;
  cost: RunCost | null;
  errors: FailureGroup[];
  diagnostics: Diagnostic[];
  /** What is incomplete or unusual about the data, as sentences. */
  warnings: string[];
}

/** @param last the last snapshot of the run, if there was one */
export function viewOfRun(outcome: RunOutcome, last: RunSnapshot | null): ResultView {
  return {
    name: last?.name ?? basename(outcome.folder),
    folder: outcome.folder,
    endpoint: last?.endpoint ?? null,
    clients: last?.clients ?? null,
    totalRequests: outcome.totalRequests,
    failedRequests: outcome.failedRequests,
    metrics: outcome.metrics,
    stats: outcome.stats,
    environment: outcome.environment,
    cost: outcome.cost,
    errors: last?.errors ?? [],
    diagnostics: outcome.diagnostics,
    warnings: sentences(unlessDiagnosed(outcome.message, outcome.diagnostics)),
  };
}

function sentences(text: string | null): string[] {
  return text === null ? [] : [text];
}

export function viewOfReport(report: Report): ResultView {
  return {
    ...report,
    warnings: [...sentences(unlessDiagnosed(report.partial, report.diagnostics)), ...report.warnings],
  };
}
