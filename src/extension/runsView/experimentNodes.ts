import * as vscode from 'vscode';
import { formatCount } from '../../core/format/quantities.ts';
import type { ExperimentStep } from '../../protocol/experimentView.ts';
import type { RunListEntry } from '../../protocol/run.ts';
import { factList } from '../host/factList.ts';
import { experimentProgressText, experimentSummary, stepText } from '../measurements/experimentTexts.ts';
import { experimentKinds } from '../measurements/kinds.ts';
import type { ExperimentSession } from '../measurements/measurement.ts';
import type { SavedExperiment } from './runGroups.ts';
import { stateLooks } from './stateLooks.ts';

/** An experiment in progress. */
export class LiveExperimentNode extends vscode.TreeItem {
  readonly runId: string;

  constructor({ runId, title, progress }: ExperimentSession) {
    super(title, vscode.TreeItemCollapsibleState.Expanded);
    this.runId = runId;
    this.id = `live:${runId}`;
    this.description = experimentProgressText(progress);
    this.iconPath = new vscode.ThemeIcon('loading~spin');
    this.contextValue = 'liveExperiment';
    const kind = progress.recipe ?? experimentKinds[progress.kind].label;
    this.tooltip = factList([
      ['In progress', kind],
      ['So far', this.description],
    ]);
    this.accessibilityInformation = { label: `${kind} in progress: ${title}, ${this.description}` };
    this.command = { command: 'llmeter.experiment.open', title: 'Open Experiment', arguments: [this] };
  }
}

const stepIcons: Record<ExperimentStep['state'], string> = {
  waiting: 'circle-outline',
  running: 'loading~spin',
  done: 'pass',
  failed: 'error',
};

/** One run of an experiment in progress. */
export class LiveStepNode extends vscode.TreeItem {
  readonly runId: string;
  readonly index: number;

  constructor(runId: string, index: number, step: ExperimentStep) {
    super(step.label, vscode.TreeItemCollapsibleState.None);
    this.runId = runId;
    this.index = index;
    this.id = `live:${runId}:${index}`;
    this.description = stepText(step);
    this.iconPath = new vscode.ThemeIcon(stepIcons[step.state]);
    this.contextValue = 'liveStep';
    this.accessibilityInformation = { label: `${step.label}, ${step.state}, ${this.description}` };
    this.command = { command: 'llmeter.experiment.open', title: 'Open Experiment', arguments: [this] };
  }
}

/** An experiment's folder. */
export class ExperimentNode extends vscode.TreeItem {
  readonly experiment: SavedExperiment;

  constructor(experiment: SavedExperiment) {
    const { entry } = experiment;
    const { label, icon, context } = experimentKinds[entry.kind];
    const look = stateLooks[entry.state];
    const { Collapsed, None } = vscode.TreeItemCollapsibleState;
    super(entry.name, experiment.runs.length > 0 ? Collapsed : None);
    this.experiment = experiment;
    this.id = `experiment:${entry.folder}`;
    this.description = [experimentSummary(entry), entry.state === 'saved' ? null : look.label]
      .filter(part => part !== null)
      .join(' · ');
    this.iconPath = new vscode.ThemeIcon(
      icon,
      look.color === undefined ? undefined : new vscode.ThemeColor(look.color),
    );
    this.contextValue = `experiment ${context}`;
    this.accessibilityInformation = {
      label: [entry.name, label, look.label, this.description].join(', '),
    };
    this.command = { command: 'llmeter.experiment.open', title: 'Open Experiment', arguments: [this] };
  }

  /** What the tree shows on hover; made only when it is asked for. */
  describe(): vscode.MarkdownString {
    const { entry, runs } = this.experiment;
    const sum = (of: (run: RunListEntry) => number | null) =>
      runs.reduce((total, run) => total + (of(run) ?? 0), 0);
    const endpoints = new Set(runs.map(run => `${run.endpointName} (${run.model}, ${run.provider})`));
    return factList([
      ['Kind', experimentKinds[entry.kind].label],
      ...(entry.recipe === null ? [] : [['Recipe', entry.recipe] as const]),
      ['State', stateLooks[entry.state].label],
      ['Started', entry.startTime === null ? 'unknown' : new Date(entry.startTime).toLocaleString()],
      ['Endpoints', [...endpoints].join(', ') || 'unknown'],
      [
        'Requests',
        `${formatCount(sum(run => run.totalRequests))}, failed ${formatCount(sum(run => run.failedRequests))}`,
      ],
      ['Folder', entry.folder],
    ]);
  }
}
