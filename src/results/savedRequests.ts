import type { ExportedRequest } from '../core/export/responseColumns.ts';
import type { LoadedRun } from '../folder/loadRun.ts';
import { savedCost } from './savedCost.ts';

/** The requests of a run with their costs. */
export function requestsOf(run: LoadedRun, name: string): ExportedRequest[] {
  const costs = savedCost(run)?.perResponse;
  return run.responses.map((response, i) => ({
    run: name,
    response,
    trace: run.traces[i] ?? null,
    cost: costs?.[i] ?? null,
    cacheBeside: run.cacheBeside,
  }));
}
