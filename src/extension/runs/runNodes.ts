import * as vscode from 'vscode';
import { formatCount, formatSeconds } from '../../core/format/quantities.ts';
import type { RunListEntry, RunState } from '../../protocol/run.ts';
import { endpointLabel } from '../endpoints/savedEndpoint.ts';
import { factList } from '../host/factList.ts';
import type { RunGroup } from './runGroups.ts';
import type { RunSession } from './runSession.ts';
import { latencyText, progressText, runSummary } from './runTexts.ts';

export type RunsNode = LiveRunNode | RunGroupNode | SavedRunNode;

/** A benchmark in progress. */
export class LiveRunNode extends vscode.TreeItem {
  readonly runId: string;

  constructor({ runId, endpoint, snapshot, state }: RunSession) {
    super(snapshot?.name ?? endpointLabel(endpoint.config), vscode.TreeItemCollapsibleState.None);
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

/** The saved runs of one endpoint. */
export class RunGroupNode extends vscode.TreeItem {
  readonly group: RunGroup;

  constructor(group: RunGroup) {
    super(group.endpointName, vscode.TreeItemCollapsibleState.Expanded);
    this.group = group;
    this.id = `group:${group.id}`;
    this.description = group.model === group.endpointName ? '' : group.model;
    this.iconPath = new vscode.ThemeIcon('server');
    this.contextValue = 'runGroup';
    this.accessibilityInformation = { label: `${group.endpointName}, ${group.runs.length} runs` };
  }
}

const stateIcons: Record<RunState, { icon: string; color?: string; label: string }> = {
  preparing: { icon: 'circle-outline', label: 'not started' },
  warming: { icon: 'circle-outline', label: 'broken off' },
  running: { icon: 'circle-outline', label: 'broken off' },
  stopping: { icon: 'circle-outline', label: 'broken off' },
  saved: { icon: 'pass', color: 'testing.iconPassed', label: 'complete' },
  partial: { icon: 'circle-slash', color: 'testing.iconSkipped', label: 'partial' },
  failed: { icon: 'error', color: 'testing.iconFailed', label: 'failed' },
};

/** A run folder. */
export class SavedRunNode extends vscode.TreeItem {
  readonly run: RunListEntry;

  constructor(run: RunListEntry) {
    super(run.name, vscode.TreeItemCollapsibleState.None);
    const { icon, color, label } = stateIcons[run.state];
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
      ['State', stateIcons[run.state].label],
      ['Started', run.startTime === null ? 'unknown' : new Date(run.startTime).toLocaleString()],
      ['Endpoint', `${run.endpointName} (${run.model}, ${run.provider})`],
      ['Requests', `${formatCount(run.totalRequests)}, failed ${formatCount(run.failedRequests)}`],
      ['TTFT p50', formatSeconds(run.ttftP50)],
      ['TTLT p50', formatSeconds(run.ttltP50)],
      ['Folder', run.folder],
    ]);
  }
}
