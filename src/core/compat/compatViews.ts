import type { MeasuredRequest } from '../compare/sample.ts';
import type { RunSummary } from '../stats/runSummary.ts';
import { aiperfView } from './aiperfView.ts';
import { compatRun } from './compatRequests.ts';
import type { CompatView } from './compatView.ts';
import { guidellmView } from './guidellmView.ts';
import { llmeterLiveView, llmeterLoadedView } from './llmeterView.ts';
import { vllmView } from './vllmView.ts';

/** A run through the formulas of every tool we know, so that a number from elsewhere can be reproduced. */
export function compatViews(measured: readonly MeasuredRequest[], summary: RunSummary): CompatView[] {
  const run = compatRun(measured, summary.total_test_time);
  return [
    llmeterLiveView(measured, summary),
    llmeterLoadedView(measured, summary),
    vllmView(run),
    guidellmView(run),
    aiperfView(run),
  ];
}
