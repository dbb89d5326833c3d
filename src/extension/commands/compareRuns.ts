import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import type { ExperimentContent } from '../../protocol/experiments.ts';
import { inertChoice } from '../host/inert.ts';
import { type CompareArguments, readCompareArguments } from '../measurements/arguments.ts';
import { kindInfos } from '../measurements/kinds.ts';
import { runSummary } from '../measurements/runTexts.ts';
import { experimentSummary } from '../measurements/texts.ts';
import { groupRuns, type RunGroupItem } from '../runsView/runGroups.ts';
import type { Command } from './command.ts';
import { folderOfItem, savedTargets } from './commandTargets.ts';
import type { Services } from './services.ts';

type Needs = Pick<Services, 'reader' | 'roots' | 'panels' | 'runsView'>;

/**
 * Compare Runs: several runs, A/B tests, load tests or heatmaps side by side, with the oldest as the
 * baseline. If a menu was not called on several, it asks, with the tree's selection picked already. With
 * `CompareArguments` it asks nothing and answers with what is shown.
 */
export function compareRunsCommand(services: Needs): Command {
  return {
    id: 'llmeter.experiment.compare',
    run: async (...args) => {
      const [first] = args;
      const typed = readCompareArguments(first);
      if (typed) return compare(services, typed);
      const selected = savedTargets(args, services);
      const isCalledOnSeveral = first !== undefined && selected.length >= 2;
      const items = isCalledOnSeveral ? selected : await pickItems(services, selected);
      if (items.length === 0) return undefined;
      if (items.length === 1) throw new UserError('A comparison needs at least two runs. Select one more.');
      await compare(services, { folders: [...items].sort(oldestFirst).map(folderOfItem) });
      return undefined;
    },
  };
}

/** Reads before it shows anything, so that folders that cannot be compared open no panel. */
async function compare(
  { reader, panels }: Needs,
  { folders, decidingMetric, showPanel = true }: CompareArguments,
): Promise<ExperimentContent> {
  const compared = { folders, ...(decidingMetric !== undefined && { decidingMetric }) };
  const content = await reader.request('openExperiment', compared);
  if (showPanel) void panels.show({ page: 'experiment', ...compared, content });
  return content;
}

async function pickItems(
  { reader, roots }: Needs,
  selected: readonly RunGroupItem[],
): Promise<RunGroupItem[]> {
  const { runs, experiments } = await reader.request('listRuns', { roots: roots.all() });
  const items = groupRuns(runs, experiments).flatMap(group => group.items);
  if (items.length < 2) throw new UserError('A comparison needs at least two runs. Run a benchmark first.');
  const picked = new Set(selected.map(folderOfItem));
  const choices = items.map(item => ({
    ...inertChoice(describe(item)),
    picked: picked.has(folderOfItem(item)),
    item,
  }));
  const answer = await vscode.window.showQuickPick(choices, {
    title: 'Compare Runs',
    placeHolder: 'Which runs, load tests or heatmaps do you want to compare? The oldest is the baseline',
    canPickMany: true,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return (answer ?? []).map(({ item }) => item);
}

function describe(item: RunGroupItem): vscode.QuickPickItem {
  if ('entry' in item) {
    const { icon } = kindInfos[item.entry.kind];
    return { label: `$(${icon}) ${item.entry.name}`, description: experimentSummary(item.entry) };
  }
  return { label: item.name, description: [item.endpointName, runSummary(item)].join(' · ') };
}

function oldestFirst(a: RunGroupItem, b: RunGroupItem): number {
  const time = (item: RunGroupItem) => ('entry' in item ? item.entry : item).startTime ?? Infinity;
  return time(a) - time(b);
}
