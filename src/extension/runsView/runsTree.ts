import * as vscode from 'vscode';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { ErrorReporter } from '../host/errorReporter.ts';
import { inertItem } from '../host/inert.ts';
import type { Log } from '../host/log.ts';
import { Throttle } from '../host/throttle.ts';
import type { LiveMeasurement } from '../measurements/liveMeasurement.ts';
import type { Measurements } from '../measurements/measurements.ts';
import type { RunRoots } from '../measurements/runRoots.ts';
import {
  LiveMeasurementNode,
  LiveStepNode,
  RunGroupNode,
  type RunsNode,
  SavedExperimentNode,
  SavedRunNode,
} from './nodes.ts';
import { groupRuns, type RunGroup } from './runGroups.ts';

/** Snapshots arrive faster than anyone reads a tree. */
const quietMilliseconds = 1000;

export interface RunsTreeDeps {
  reader: EnginePort;
  roots: RunRoots;
  measurements: Measurements;
  errors: ErrorReporter;
  log: Log;
}

/** The Runs tree: what is in progress, and below it what is on disk. */
export class RunsTree implements vscode.TreeDataProvider<RunsNode>, vscode.Disposable {
  readonly #deps: RunsTreeDeps;
  readonly #changed = new vscode.EventEmitter<RunsNode | undefined>();
  readonly #subscriptions: vscode.Disposable;
  readonly #live = new Map<string, LiveMeasurementNode>();
  /** Folders in progress that the saved lines leave out. */
  #leftOut = new Set<string>();
  readonly #throttle = new Throttle(() => this.#updateLive(), quietMilliseconds);
  /** The saved groups that VS Code was last given, as JSON. */
  #shown = '';
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(deps: RunsTreeDeps) {
    this.#deps = deps;
    const { roots, measurements } = deps;
    this.#subscriptions = vscode.Disposable.from(
      roots.onDidChange(() => void this.refresh()),
      measurements.onDidChange(measurement => this.#follow(measurement)),
    );
  }

  /**
   * Reads the disk again. Fires only on a change, because a menu that is called on a line while VS Code reads
   * the tree again does not find its line.
   */
  async refresh(): Promise<void> {
    if (JSON.stringify(await this.#read()) !== this.#shown) this.#changed.fire(undefined);
  }

  async getChildren(node?: RunsNode): Promise<RunsNode[]> {
    if (node instanceof RunGroupNode) {
      return node.group.items.map(item =>
        'entry' in item ? new SavedExperimentNode(item) : new SavedRunNode(item),
      );
    }
    if (node instanceof SavedExperimentNode) return node.experiment.runs.map(run => new SavedRunNode(run));
    if (node instanceof LiveMeasurementNode) return this.#steps(node);
    if (node) return [];
    this.#live.clear();
    for (const measurement of this.#deps.measurements.active()) {
      this.#live.set(measurement.id, new LiveMeasurementNode(measurement));
    }
    return [...this.#live.values(), ...(await this.#saved())];
  }

  getTreeItem(node: RunsNode): vscode.TreeItem {
    if (!(node instanceof LiveMeasurementNode)) return inertItem(node);
    const measurement = this.#deps.measurements.get(node.measurementId);
    return inertItem(measurement ? new LiveMeasurementNode(measurement) : node);
  }

  resolveTreeItem(item: vscode.TreeItem, node: RunsNode): vscode.TreeItem {
    if (node instanceof SavedRunNode || node instanceof SavedExperimentNode) item.tooltip = node.describe();
    return item;
  }

  dispose(): void {
    this.#throttle.dispose();
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  #follow({ id, folder }: LiveMeasurement): void {
    const node = this.#live.get(id);
    const isActive = this.#deps.measurements.get(id) !== undefined;
    const isShownTwice = isActive && folder !== null && !this.#leftOut.has(folder);
    if ((node !== undefined) !== isActive || isShownTwice) this.#changed.fire(undefined);
    else if (node) this.#throttle.call();
  }

  #updateLive(): void {
    for (const node of this.#live.values()) this.#changed.fire(node);
  }

  /** A node without steps is not expandable, so VS Code does not ask for its children. */
  #steps({ measurementId }: LiveMeasurementNode): LiveStepNode[] {
    const steps = this.#deps.measurements.get(measurementId)?.steps ?? [];
    return steps.map((step, index) => new LiveStepNode(measurementId, index, step));
  }

  async #saved(): Promise<RunGroupNode[]> {
    const groups = await this.#read();
    this.#shown = JSON.stringify(groups);
    return groups.map(group => new RunGroupNode(group));
  }

  async #read(): Promise<RunGroup[]> {
    const { reader, roots, measurements, errors, log } = this.#deps;
    const inProgress = new Set(
      measurements.active().flatMap(({ folder, stepFolders }) => [folder ?? [], stepFolders].flat()),
    );
    this.#leftOut = inProgress;
    try {
      const { runs, experiments, warnings } = await reader.request('listRuns', { roots: roots.all() });
      for (const warning of warnings) log.warn(warning);
      const isSaved = ({ folder }: { folder: string }) => !inProgress.has(folder);
      return groupRuns(runs.filter(isSaved), experiments.filter(isSaved));
    } catch (error) {
      errors.show(error);
      return [];
    }
  }
}
