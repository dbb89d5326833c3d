import type { MeasuredRequest } from '../request/measuredRequest.ts';
import { aiperfView } from './aiperfView.ts';
import { compatRun } from './compatRequests.ts';
import type { CompatView } from './compatView.ts';
import { guidellmView } from './guidellmView.ts';
import { llmeterLiveView, llmeterLoadedView, type SavedNumbers } from './llmeterView.ts';
import { vllmView } from './vllmView.ts';

/** Tools whose formulas we know. */
export const compatTools = ['llmeter', 'vllm', 'guidellm', 'aiperf'] as const;
export type CompatTool = (typeof compatTools)[number];

/**
 * A run's numbers by the formulas of one tool or of all, so that another tool's numbers can be reproduced.
 * LLMeter has two views, because its numbers change when a folder is loaded.
 */
export function compatViews(
  measured: readonly MeasuredRequest[],
  saved: SavedNumbers,
  tools: readonly CompatTool[] = compatTools,
): CompatView[] {
  const run = compatRun(measured, saved.summary.total_test_time, saved);
  const views: Record<CompatTool, () => CompatView[]> = {
    llmeter: () => [llmeterLiveView(measured, saved), llmeterLoadedView(measured, saved)],
    vllm: () => [vllmView(run)],
    guidellm: () => [guidellmView(run)],
    aiperf: () => [aiperfView(run)],
  };
  return tools.flatMap(tool => views[tool]().map(onlyNumbers));
}

/** Formulas may still have no result, for example with times of which one is missing. */
function onlyNumbers(view: CompatView): CompatView {
  const metrics = view.metrics.map(metric => ({
    ...metric,
    value: Number.isFinite(metric.value) ? metric.value : null,
  }));
  return { ...view, metrics };
}
