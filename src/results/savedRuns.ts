/**
 * The results module reads saved folders and answers with numbers: it opens runs, load tests and heatmaps,
 * compares them, exports their data and writes reports. It never sends a request and never changes what was
 * measured. Start with `SavedRuns` below, which opens one run. Then read openExperiment.ts for several
 * folders side by side, compareRuns.ts for comparisons, export/exportFiles.ts and report/reportPage.ts.
 */

import { basename } from 'node:path';
import { parseDuration } from '../core/base/duration.ts';
import { UserError } from '../core/base/errors.ts';
import { costMetrics } from '../core/cost/costMetrics.ts';
import { readRequestFilter } from '../core/export/requestFilter.ts';
import { computeMetrics } from '../core/metrics/computeMetrics.ts';
import type { Slo } from '../core/metrics/slo.ts';
import { allInputTokens } from '../core/request/countedKinds.ts';
import { plausibleTimePerOutputToken } from '../core/request/missingTokens.ts';
import { groupStats, readDisplaySpecs } from '../core/stats/display/liveStats.ts';
import { type LoadedRun, loadRun } from '../folder/loadRun.ts';
import { endpointTypeOf } from '../folder/runDocuments.ts';
import type { Sidecar } from '../folder/sidecar.ts';
import { PriceBook } from '../prices/priceBook.ts';
import type { EndpointInfo, Report, ReportColumns, RequestDetail, RunState } from '../protocol/run.ts';

import { filteredRun } from './filteredRun.ts';
import { missingPrice, savedCost } from './savedCost.ts';

/**
 * Saved runs for a viewer, written by us or by Python LLMeter. The last one stays in memory, so that its
 * requests open quickly.
 */
export class SavedRuns {
  #last: { folder: string; run: Promise<LoadedRun> } | null = null;

  /**
   * The run as it is on disk now. Throws UserError for a folder without a run.
   * @param prices a price table for its costs, instead of the prices at the time of the run
   * @param filter keeps only the requests that meet it, see `requestFilter.ts`
   */
  async report(folder: string, prices?: string, filter?: string): Promise<Report> {
    const keeps = filter === undefined ? null : readRequestFilter(filter);
    const book = await PriceBook.given(prices);
    const run = await this.#load(folder);
    return reportOf(keeps === null ? run : filteredRun(run, keeps), book);
  }

  /** One request; `index` is its line in the run's responses, from 0. Throws UserError if there is none. */
  async request(folder: string, index: number): Promise<RequestDetail> {
    const { responses, traces, cacheBeside } = await (this.#last?.folder === folder
      ? this.#last.run
      : this.#load(folder));
    const response = responses[index];
    if (!response) throw new UserError(`There is no request ${index + 1} in ${folder}.`);
    const trace = traces[index] ?? null;
    return { index, inputTokens: allInputTokens(response, trace, cacheBeside), response, trace };
  }

  #load(folder: string): Promise<LoadedRun> {
    const run = loadRun(folder, { responses: true });
    this.#last = { folder, run };
    // After a failure, the next request tries again.
    run.catch(() => {
      if (this.#last?.run === run) this.#last = null;
    });
    return run;
  }
}

function reportOf(run: LoadedRun, book: PriceBook | null): Report {
  const { folder, summary, responses, traces, stalls, sidecar, config } = run;
  const plan = sidecar?.plan ?? null;
  const samples = responses.map((response, i) => ({ response, trace: traces[i] ?? null }));
  const { total_test_time: testTime, clients } = summary;
  const options = { testTime, clients, cacheBeside: run.cacheBeside, stalls };
  const { metrics, failures } = computeMetrics(samples, sloOf(plan), options);
  const costs = responses.length === 0 ? null : savedCost(run, book);
  const unpriced = missingPrice(run, book);
  const stats = book && costs ? { ...run.stats, ...costs.contributions } : run.stats;
  return {
    folder,
    name: summary.run_name ?? basename(folder),
    description: summary.run_description,
    state: stateOf(run),
    partial: run.partial,
    warnings: [...run.warnings, ...(unpriced === null ? [] : [unpriced])],
    endpoint: endpointOf(run),
    clients,
    requestsPerClient: summary.n_requests,
    startTime: summary.start_time,
    endTime: summary.end_time,
    totalTestTime: testTime,
    totalRequests: summary.total_requests ?? responses.length,
    failedRequests: failedOf(run),
    metrics: costs ? { ...metrics, ...costMetrics(costs.result) } : metrics,
    stats,
    groups: groupStats(stats, plan?.progressBarStats ?? readDisplaySpecs(config?.progress_bar_stats ?? null)),
    columns: columnsOf(run),
    ids: responses.map(response => response.id ?? ''),
    errorTexts: responses.map(response => response.error),
    errors: failures,
    diagnostics: sidecar?.diagnostics ?? [],
    environment: sidecar?.environment ?? null,
    cost: costs?.result ?? null,
    plan,
  };
}

/** Without responses, the number in the statistics. */
function failedOf({ responses, stats }: LoadedRun): number {
  const saved = stats['failed_requests'];
  if (responses.length === 0 && typeof saved === 'number') return saved;
  return responses.filter(response => response.error !== null).length;
}

function stateOf({ partial, sidecar }: LoadedRun): RunState {
  if (sidecar?.state === 'failed') return 'failed';
  return partial === null ? 'saved' : 'partial';
}

/** From our sidecar, else as far as possible from the configuration that Python wrote. */
export function endpointOf({ sidecar, summary, config, responses }: LoadedRun): EndpointInfo {
  const ours = sidecar?.endpoint;
  const type = endpointTypeOf(config) ?? '';
  const model = summary.model_id ?? '';
  return {
    name: ours?.name ?? summary.endpoint_name ?? model,
    kind: ours?.kind ?? type,
    model,
    provider: summary.provider ?? '',
    baseUrl: ours?.baseUrl ?? null,
    baseUrlFrom: ours?.baseUrlFrom ?? null,
    stream:
      ours?.stream ??
      (/stream/i.test(type) || responses.some(({ time_to_first_token: first }) => first !== null)),
  };
}

/** Times from the traces, else LLMeter's own. Without traces, send times are by the wall clock. */
function columnsOf({ responses, traces, cacheBeside }: LoadedRun): ReportColumns {
  const begin = responses.reduce(
    (first, { request_time: at }) => Math.min(first, at ?? first),
    Number.POSITIVE_INFINITY,
  );
  const column = (read: (i: number) => number | null | undefined) =>
    Float64Array.from(responses, (_, i) => read(i) ?? Number.NaN);
  const pick = (i: number) => ({ response: responses[i], trace: traces[i] ?? null });
  return {
    sentAt: column(i => {
      const { response, trace } = pick(i);
      if (trace) return trace.sentAt;
      return response?.request_time == null ? null : (response.request_time - begin) / 1000;
    }),
    ttft: column(i => (pick(i).trace ? pick(i).trace?.ttft : pick(i).response?.time_to_first_token)),
    ttlt: column(i => (pick(i).trace ? pick(i).trace?.ttlt : pick(i).response?.time_to_last_token)),
    tpot: column(i => {
      const { response, trace } = pick(i);
      return trace ? trace.tpot : response && plausibleTimePerOutputToken(response);
    }),
    inputTokens: column(i => {
      const { response, trace } = pick(i);
      return response && allInputTokens(response, trace, cacheBeside);
    }),
    outputTokens: column(i => pick(i).response?.num_tokens_output),
    client: column(i => pick(i).trace?.client),
    failed: Uint8Array.from(responses, response => (response.error === null ? 0 : 1)),
  };
}

/** The limits in a plan, in seconds. */
export function sloOf(plan: Sidecar['plan']): Slo {
  const limit = (key: 'ttft' | 'ttlt' | 'tpot') => {
    const value = plan?.slo?.[key];
    return value === undefined ? undefined : parseDuration(value, `"slo.${key}"`);
  };
  return { ttft: limit('ttft'), ttlt: limit('ttlt'), tpot: limit('tpot') };
}
