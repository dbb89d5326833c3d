import { UserError } from '../core/base/errors.ts';
import type { RequestFilter } from '../core/export/requestFilter.ts';
import { countOf } from '../core/format/quantities.ts';
import { recomputeStats } from '../core/stats/recomputedStats.ts';
import type { LoadedRun } from '../folder/loadRun.ts';
import { requestsOf } from './savedRequests.ts';

/** The run as if it had only the requests that a filter keeps. Throws UserError if it keeps none. */
export function filteredRun(run: LoadedRun, filter: RequestFilter): LoadedRun {
  const kept = requestsOf(run, run.summary.run_name ?? '').flatMap((request, i) =>
    filter(request) ? [i] : [],
  );
  if (kept.length === 0) {
    throw new UserError(
      `None of the ${countOf(run.responses.length, 'request')} of ${run.folder} meets the filter (--filter).`,
    );
  }
  const responses = kept.flatMap(i => run.responses[i] ?? []);
  const summary = { ...run.summary, total_requests: responses.length };
  const note = `Only ${kept.length} of ${countOf(run.responses.length, 'request')} are counted, those that meet the filter: rates and totals are theirs alone. Notes about the run are about all.`;
  return {
    ...run,
    summary,
    responses,
    traces: kept.map(i => run.traces[i] ?? null),
    stats: recomputeStats(summary, responses),
    savedStats: null,
    warnings: [...run.warnings, note],
  };
}
