import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import type { ExperimentContent } from '../../protocol/experiments.ts';
import { type CompareArguments, isCompareArguments } from '../measurements/experimentArguments.ts';
import { experimentSummary } from '../measurements/experimentTexts.ts';
import { experimentKinds } from '../measurements/kinds.ts';
import { runSummary } from '../measurements/texts.ts';
import { groupRuns, type RunGroupItem } from '../runsView/runGroups.ts';
import type { Command } from './command.ts';
import { savedItemsOf } from './commandTargets.ts';
import type { Services } from './services.ts';

type Needs = Pick<Services, 'reader' | 'roots' | 'experimentPanels' | 'runsView'>;

/**
 * Compare Runs: several runs, A/B runs, load tests or heatmaps side by side, the oldest of them the
 * baseline. Those a menu was called on, else asks, with the tree's selection as a proposal. With
 * `CompareArguments` it asks nothing and answers with what is shown.
 */
export function compareRuns(services: Needs): Command {
  return {
    id: 'llmeter.experiment.compare',
    run: async (...args) => {
      const [first] = args;
      if (isCompareArguments(first)) return compare(services, first);
      const selected = savedItemsOf(args, services);
      const isSaid = first !== undefined && selected.length >= 2;
      const items = isSaid ? selected : await pickItems(services, selected);
      if (items.length === 0) return undefined;
      if (items.length === 1) throw new UserError('A comparison needs two runs or more. Select one more.');
      await compare(services, { folders: [...items].sort(oldestFirst).map(folderOf) });
      return undefined;
    },
  };
}

/** Reads before it shows anything, so that what cannot be compared is told without a panel. */
async function compare(
  { reader, experimentPanels }: Needs,
  { folders, decidingMetric, showPanel = true }: CompareArguments,
): Promise<ExperimentContent> {
  const content = await reader.request('openExperiment', {
    folders,
    ...(decidingMetric !== undefined && { decidingMetric }),
  });
  if (showPanel) experimentPanels.show({ folders, decidingMetric, content });
  return content;
}

async function pickItems(
  { reader, roots }: Needs,
  selected: readonly RunGroupItem[],
): Promise<RunGroupItem[]> {
  const { runs, experiments } = await reader.request('listRuns', { roots: roots.all() });
  const items = groupRuns(runs, experiments).flatMap(group => group.items);
  if (items.length < 2) throw new UserError('There are no two runs to compare yet. Run a benchmark first.');
  const chosen = new Set(selected.map(folderOf));
  const choices = items.map(item => ({ ...describe(item), picked: chosen.has(folderOf(item)), item }));
  const answer = await vscode.window.showQuickPick(choices, {
    title: 'Compare Runs',
    placeHolder: 'Which runs, or which load tests, or which heatmaps? The oldest is the baseline',
    canPickMany: true,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return (answer ?? []).map(({ item }) => item);
}

function describe(item: RunGroupItem): vscode.QuickPickItem {
  if ('entry' in item) {
    const { icon } = experimentKinds[item.entry.kind];
    return { label: `$(${icon}) ${item.entry.name}`, description: experimentSummary(item.entry) };
  }
  return { label: item.name, description: [item.endpointName, runSummary(item)].join(' · ') };
}

function folderOf(item: RunGroupItem): string {
  return 'entry' in item ? item.entry.folder : item.folder;
}

function oldestFirst(a: RunGroupItem, b: RunGroupItem): number {
  const time = (item: RunGroupItem) => ('entry' in item ? item.entry : item).startTime ?? Infinity;
  return time(a) - time(b);
}
