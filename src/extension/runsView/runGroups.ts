import type { ExperimentEntry } from '../../protocol/experiments.ts';
import type { RunListEntry } from '../../protocol/run.ts';

/** A saved experiment and the runs that were found inside it, in its own order. */
export interface SavedExperiment {
  entry: ExperimentEntry;
  runs: RunListEntry[];
}

/** A single run, or an experiment with its runs. */
export type RunGroupItem = RunListEntry | SavedExperiment;

/** What is saved of one endpoint, or of several endpoints together; newest first. */
export interface RunGroup {
  id: string;
  /** Null for experiments with several endpoints. */
  endpoint: { name: string; model: string } | null;
  items: RunGroupItem[];
}

/**
 * Groups runs by endpoint, and experiments by the endpoint that all their runs share. The group with the
 * newest item comes first; items without a time come last. A run inside an experiment is listed only there.
 */
export function groupRuns(
  runs: readonly RunListEntry[],
  experiments: readonly ExperimentEntry[],
): RunGroup[] {
  const byFolder = new Map(runs.map(run => [run.folder, run]));
  const inside = new Set(experiments.flatMap(entry => entry.runs));
  const items: RunGroupItem[] = [
    ...runs.filter(({ folder }) => !inside.has(folder)),
    ...experiments.map(entry => ({
      entry,
      runs: entry.runs.flatMap(folder => byFolder.get(folder) ?? []),
    })),
  ];
  const groups = new Map<string, RunGroup>();
  for (const item of items.sort(newestFirst)) {
    const { id, endpoint } = groupOf(item);
    const group = groups.get(id) ?? { id, endpoint, items: [] };
    groups.set(id, group);
    group.items.push(item);
  }
  return [...groups.values()];
}

function groupOf(item: RunGroupItem): Pick<RunGroup, 'id' | 'endpoint'> {
  const runs = 'entry' in item ? item.runs : [item];
  const ids = new Set(runs.map(idOf));
  const [first] = runs;
  if (!first || ids.size > 1) return { id: 'several', endpoint: null };
  return { id: idOf(first), endpoint: { name: first.endpointName, model: first.model } };
}

function idOf({ endpointName, model, provider }: RunListEntry): string {
  return JSON.stringify([endpointName, model, provider]);
}

function newestFirst(a: RunGroupItem, b: RunGroupItem): number {
  const [x, y] = [a, b].map(item => ('entry' in item ? item.entry : item));
  if (!x || !y) return 0;
  return (y.startTime ?? -Infinity) - (x.startTime ?? -Infinity) || y.name.localeCompare(x.name);
}
