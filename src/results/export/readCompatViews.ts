import { UserError } from '../../core/base/errors.ts';
import type { CompatView } from '../../core/compat/compatView.ts';
import { type CompatTool, compatViews } from '../../core/compat/compatViews.ts';
import { loadRun } from '../../folder/loadRun.ts';
import { sloOf } from '../savedRuns.ts';

/**
 * A saved run as other tools would report it. Throws UserError for a folder without a run or without responses.
 */
export async function readCompatViews({
  folder,
  tools,
}: {
  folder: string;
  tools?: CompatTool[];
}): Promise<CompatView[]> {
  const run = await loadRun(folder, { responses: true });
  const { responses, traces, warnings } = run;
  if (responses.length === 0) {
    throw new UserError(`${folder} has no responses, which the formulas of other tools need.`);
  }
  const measured = responses.map((response, i) => ({ response, trace: traces[i] ?? null }));
  const saved = { ...run, slo: sloOf(run.sidecar?.plan ?? null) };
  return compatViews(measured, saved, tools).map(view => ({ ...view, gaps: [...view.gaps, ...warnings] }));
}
