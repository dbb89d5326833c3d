import * as vscode from 'vscode';
import { formatCount, formatSeconds } from '../../core/format/quantities.ts';
import type { RunListEntry } from '../../protocol/run.ts';
import { factList } from '../host/factList.ts';
import type { RunSession } from '../measurements/runSession.ts';
import { latencyText, progressText, runSummary } from '../measurements/texts.ts';
import type { ExperimentNode, LiveExperimentNode, LiveStepNode } from './experimentNodes.ts';
import type { RunGroup } from './runGroups.ts';
import { stateLooks } from './stateLooks.ts';

export type RunsNode =
  | LiveRunNode
  | LiveExperimentNode
  | LiveStepNode
  | RunGroupNode
  | SavedRunNode
  | ExperimentNode;

/** A benchmark in progress. */
export class LiveRunNode extends vscode.TreeItem {
  readonly runId: string;

  constructor({ runId, title, snapshot, state }: RunSession) {
    super(snapshot?.name ?? title, vscode.TreeItemCollapsibleState.None);
    this.runId = runId;
    this.id = `live:${runId}`;
    this.description = snapshot
      ? [progressText(snapshot), latencyText(snapshot)].filter(part => part !== null).join(' · ')
      : 'starting';
    this.iconPath = new vscode.ThemeIcon('loading~spin');
    this.contextValue = 'liveRun';
    this.accessibilityInformation = { label: `Benchmark in progress, ${state}: ${this.description}` };
    this.command = { command: 'llmeter.run.open', title: 'Open Run', arguments: [this] };
  }
}

/** What is saved of one endpoint, or of several at once. */
export class RunGroupNode extends vscode.TreeItem {
  readonly group: RunGroup;

  constructor(group: RunGroup) {
    const name = group.endpoint?.name ?? 'Several Endpoints';
    super(name, vscode.TreeItemCollapsibleState.Expanded);
    this.group = group;
    this.id = `group:${group.id}`;
    this.description = group.endpoint?.model === name ? '' : (group.endpoint?.model ?? '');
    this.iconPath = new vscode.ThemeIcon(group.endpoint ? 'server' : 'versions');
    this.contextValue = 'runGroup';
    this.accessibilityInformation = { label: `${name}, ${group.items.length} saved` };
  }
}

/** A run folder. */
export class SavedRunNode extends vscode.TreeItem {
  readonly run: RunListEntry;

  constructor(run: RunListEntry) {
    super(run.name, vscode.TreeItemCollapsibleState.None);
    const { icon, color, label } = stateLooks[run.state];
    const withFailures = run.state === 'saved' && run.failedRequests;
    this.run = run;
    this.id = `run:${run.folder}`;
    this.description = runSummary(run);
    this.iconPath = withFailures
      ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
      : new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
    this.contextValue = 'savedRun';
    this.accessibilityInformation = {
      label: [run.name, withFailures ? 'complete with failures' : label, this.description].join(', '),
    };
    this.command = { command: 'llmeter.run.open', title: 'Open Run', arguments: [this] };
  }

  /** What the tree shows on hover; made only when it is asked for. */
  describe(): vscode.MarkdownString {
    const { run } = this;
    return factList([
      ['State', stateLooks[run.state].label],
      ['Started', run.startTime === null ? 'unknown' : new Date(run.startTime).toLocaleString()],
      ['Endpoint', `${run.endpointName} (${run.model}, ${run.provider})`],
      ['Requests', `${formatCount(run.totalRequests)}, failed ${formatCount(run.failedRequests)}`],
      ['TTFT p50', formatSeconds(run.ttftP50)],
      ['TTLT p50', formatSeconds(run.ttltP50)],
      ['Folder', run.folder],
    ]);
  }
}
