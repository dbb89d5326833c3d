import * as vscode from 'vscode';
import { formatCount, formatSeconds } from '../../core/format/quantities.ts';
import type { ExperimentStep } from '../../protocol/experimentView.ts';
import type { RunListEntry } from '../../protocol/run.ts';
import { factList } from '../host/factList.ts';
import { kindInfo, kindInfos } from '../measurements/kinds.ts';
import type { LiveMeasurement } from '../measurements/liveMeasurement.ts';
import { latencyText, runSummary } from '../measurements/runTexts.ts';
import { experimentSummary, kindLabel, progressText, stepText } from '../measurements/texts.ts';
import type { RunGroup, SavedExperiment } from './runGroups.ts';
import { stateIcon, stateLooks } from './stateLooks.ts';

/** A line of the Runs tree. */
export type RunsNode = LiveMeasurementNode | LiveStepNode | RunGroupNode | SavedRunNode | SavedExperimentNode;

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/** A measurement in progress. An experiment has its steps inside. */
export class LiveMeasurementNode extends vscode.TreeItem {
  readonly measurementId: string;

  constructor(measurement: LiveMeasurement) {
    const { id, title, request, snapshot } = measurement;
    const { page, context } = kindInfo(request.kind);
    super(title, page === 'run' ? None : Expanded);
    const label = kindLabel(request);
    const latency = page === 'run' && snapshot ? latencyText(snapshot) : null;
    this.measurementId = id;
    this.id = `live:${id}`;
    this.description = [progressText(measurement), latency].filter(part => part !== null).join(' · ');
    this.iconPath = new vscode.ThemeIcon('loading~spin');
    this.contextValue = context.live;
    this.tooltip = factList([
      ['In progress', label],
      ['So far', this.description],
    ]);
    this.accessibilityInformation = { label: `${label} in progress: ${title}, ${this.description}` };
    this.command = openCommand(this);
  }
}

const stepIcons: Record<ExperimentStep['state'], string> = {
  waiting: 'circle-outline',
  running: 'loading~spin',
  done: 'pass',
  failed: 'error',
};

/** One step of an experiment in progress: a level, a side, or its only run. */
export class LiveStepNode extends vscode.TreeItem {
  readonly measurementId: string;

  constructor(measurementId: string, index: number, step: ExperimentStep) {
    super(step.label, None);
    this.measurementId = measurementId;
    this.id = `live:${measurementId}:${index}`;
    this.description = stepText(step);
    this.iconPath = new vscode.ThemeIcon(stepIcons[step.state]);
    this.contextValue = 'liveStep';
    const facts = new Set([step.label, step.state, this.description]);
    this.accessibilityInformation = { label: [...facts].join(', ') };
    this.command = openCommand(this);
  }
}

/** What is saved of one endpoint, or of several endpoints together. */
export class RunGroupNode extends vscode.TreeItem {
  readonly group: RunGroup;

  constructor(group: RunGroup) {
    const name = group.endpoint?.name ?? 'Several Endpoints';
    super(name, Expanded);
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
    super(run.name, None);
    const look = stateLooks[run.state];
    const hasFailures = run.state === 'saved' && Boolean(run.failedRequests);
    this.run = run;
    this.id = `run:${run.folder}`;
    this.description = runSummary(run);
    this.iconPath = hasFailures
      ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
      : stateIcon(look.icon, look);
    this.contextValue = kindInfos.run.context.saved;
    const state = hasFailures ? 'complete with failures' : look.label;
    this.accessibilityInformation = { label: [run.name, state, this.description].join(', ') };
    this.command = openCommand(this);
  }

  /** The tooltip, which the tree asks for only when it shows it. */
  describe(): vscode.MarkdownString {
    const { run } = this;
    return factList([
      ['State', stateLooks[run.state].label],
      ['Started', timeText(run.startTime)],
      ['Endpoint', endpointText(run)],
      ['Requests', requestsText([run])],
      ['TTFT p50', formatSeconds(run.ttftP50)],
      ['TTLT p50', formatSeconds(run.ttltP50)],
      ['Folder', run.folder],
    ]);
  }
}

/** An experiment's folder, with its runs inside. */
export class SavedExperimentNode extends vscode.TreeItem {
  readonly experiment: SavedExperiment;

  constructor(experiment: SavedExperiment) {
    const { entry } = experiment;
    const { label, icon, context } = kindInfos[entry.kind];
    const look = stateLooks[entry.state];
    super(entry.name, experiment.runs.length > 0 ? Collapsed : None);
    const summary = experimentSummary(entry);
    this.experiment = experiment;
    this.id = `experiment:${entry.folder}`;
    this.description = entry.state === 'saved' ? summary : `${summary} · ${look.label}`;
    this.iconPath = stateIcon(icon, look);
    this.contextValue = context.saved;
    this.accessibilityInformation = {
      label: [entry.name, label, look.label, this.description].join(', '),
    };
    this.command = openCommand(this);
  }

  /** The tooltip, which the tree asks for only when it shows it. */
  describe(): vscode.MarkdownString {
    const { entry, runs } = this.experiment;
    return factList([
      ['Kind', kindInfos[entry.kind].label],
      ...(entry.recipe === null ? [] : [['Recipe', entry.recipe] as const]),
      ['State', stateLooks[entry.state].label],
      ['Started', timeText(entry.startTime)],
      ['Endpoints', [...new Set(runs.map(endpointText))].join(', ') || 'unknown'],
      ['Requests', requestsText(runs)],
      ['Folder', entry.folder],
    ]);
  }
}

function openCommand(node: RunsNode): vscode.Command {
  return { command: 'llmeter.run.open', title: 'Open', arguments: [node] };
}

function timeText(time: number | null): string {
  return time === null ? 'unknown' : new Date(time).toLocaleString();
}

function endpointText({ endpointName, model, provider }: RunListEntry): string {
  return `${endpointName} (${model}, ${provider})`;
}

function requestsText(runs: readonly RunListEntry[]): string {
  const sum = (of: (run: RunListEntry) => number | null) =>
    runs.reduce((total, run) => total + (of(run) ?? 0), 0);
  return `${formatCount(sum(run => run.totalRequests))}, failed ${formatCount(sum(run => run.failedRequests))}`;
}
