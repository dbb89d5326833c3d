import type { ExportedRequest } from '../core/export/responseColumns.ts';
import { Undelayer } from '../core/metrics/undelayed.ts';
import type { LoadedRun } from '../folder/loadRun.ts';
import { savedCost } from './savedCost.ts';

/** The requests of a run with their costs, and what this machine added to their times. */
export function requestsOf(run: LoadedRun, name: string): ExportedRequest[] {
  const costs = savedCost(run)?.perResponse;
  const undelayer = run.stalls && new Undelayer(run.stalls);
  return run.responses.map((response, i) => {
    const trace = run.traces[i] ?? null;
    return {
      run: name,
      response,
      trace,
      cost: costs?.[i] ?? null,
      cacheBeside: run.cacheBeside,
      undelayed: trace ? undelayer?.of(trace) : undefined,
    };
  });
}
