import type { RunListEntry } from '../../protocol/run.ts';

/** Runs of one endpoint, newest first. */
export interface RunGroup {
  id: string;
  endpointName: string;
  model: string;
  runs: RunListEntry[];
}

/** Groups runs by endpoint; the group with the newest run comes first. Runs without a time come last. */
export function groupRuns(runs: readonly RunListEntry[]): RunGroup[] {
  const groups = new Map<string, RunGroup>();
  for (const run of [...runs].sort(newestFirst)) {
    const { endpointName, model, provider } = run;
    const id = JSON.stringify([endpointName, model, provider]);
    const group = groups.get(id) ?? { id, endpointName, model, runs: [] };
    groups.set(id, group);
    group.runs.push(run);
  }
  return [...groups.values()];
}

function newestFirst(a: RunListEntry, b: RunListEntry): number {
  return (b.startTime ?? -Infinity) - (a.startTime ?? -Infinity) || b.name.localeCompare(a.name);
}
