import * as vscode from 'vscode';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { ErrorReporter } from '../host/errorReporter.ts';
import type { Log } from '../host/log.ts';
import type { ExperimentController } from '../measurements/experimentController.ts';
import type { EngineSession } from '../measurements/measurements.ts';
import type { RunController } from '../measurements/runController.ts';
import type { RunRoots } from '../measurements/runRoots.ts';
import { ExperimentNode, LiveExperimentNode, LiveStepNode } from './experimentNodes.ts';
import { LiveRunNode, RunGroupNode, type RunsNode, SavedRunNode } from './nodes.ts';
import { groupRuns, type RunGroup } from './runGroups.ts';

/** Snapshots come faster than anyone reads a tree. */
const quietMilliseconds = 1000;

/** The Runs tree: a view of the disk, with what is in progress on top. */
export class RunsTree implements vscode.TreeDataProvider<RunsNode>, vscode.Disposable {
  readonly #engine: EnginePort;
  readonly #roots: RunRoots;
  readonly #runs: RunController;
  readonly #experiments: ExperimentController;
  readonly #problems: ErrorReporter;
  readonly #log: Log;
  readonly #changed = new vscode.EventEmitter<RunsNode | undefined>();
  readonly #subscriptions: vscode.Disposable;
  readonly #live = new Map<string, LiveRunNode | LiveExperimentNode>();
  /** Folders of what is in progress, as far as the saved lines leave them out. */
  #leftOut = new Set<string | null>();
  #toldAt = 0;
  /** The saved groups that VS Code was last given. */
  #shown = '';
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(
    engine: EnginePort,
    roots: RunRoots,
    runs: RunController,
    experiments: ExperimentController,
    problems: ErrorReporter,
    log: Log,
  ) {
    this.#engine = engine;
    this.#roots = roots;
    this.#runs = runs;
    this.#experiments = experiments;
    this.#problems = problems;
    this.#log = log;
    this.#subscriptions = vscode.Disposable.from(
      roots.onDidChange(() => void this.refresh()),
      runs.onDidChange(session => this.#follow(session, runs.get(session.runId))),
      experiments.onDidChange(session => this.#follow(session, experiments.get(session.runId))),
    );
  }

  /**
   * Looks at the disk again. Only a change is told: while VS Code reads a tree anew, a menu called on its
   * lines misses them.
   */
  async refresh(): Promise<void> {
    if (JSON.stringify(await this.#read()) !== this.#shown) this.#changed.fire(undefined);
  }

  async getChildren(node?: RunsNode): Promise<RunsNode[]> {
    if (node instanceof RunGroupNode) {
      return node.group.items.map(item =>
        'entry' in item ? new ExperimentNode(item) : new SavedRunNode(item),
      );
    }
    if (node instanceof ExperimentNode) return node.experiment.runs.map(run => new SavedRunNode(run));
    if (node instanceof LiveExperimentNode) return this.#steps(node);
    if (node) return [];
    this.#live.clear();
    for (const session of this.#experiments.active()) {
      this.#live.set(session.runId, new LiveExperimentNode(session));
    }
    for (const session of this.#runs.active()) this.#live.set(session.runId, new LiveRunNode(session));
    return [...this.#live.values(), ...(await this.#saved())];
  }

  getTreeItem(node: RunsNode): vscode.TreeItem {
    if (node instanceof LiveRunNode) {
      const session = this.#runs.get(node.runId);
      return session ? new LiveRunNode(session) : node;
    }
    if (node instanceof LiveExperimentNode) {
      const session = this.#experiments.get(node.runId);
      return session ? new LiveExperimentNode(session) : node;
    }
    return node;
  }

  resolveTreeItem(item: vscode.TreeItem, node: RunsNode): vscode.TreeItem {
    if (node instanceof SavedRunNode || node instanceof ExperimentNode) item.tooltip = node.describe();
    return item;
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  #follow({ runId, folder }: EngineSession, active: EngineSession | undefined): void {
    const node = this.#live.get(runId);
    const isTwice = active && folder !== null && !this.#leftOut.has(folder);
    if ((node === undefined) !== (active === undefined) || isTwice) this.#changed.fire(undefined);
    else if (node && Date.now() - this.#toldAt >= quietMilliseconds) {
      this.#toldAt = Date.now();
      this.#changed.fire(node);
    }
  }

  #steps({ runId }: LiveExperimentNode): LiveStepNode[] {
    const steps = this.#experiments.get(runId)?.progress.steps ?? [];
    return steps.map((step, index) => new LiveStepNode(runId, index, step));
  }

  async #saved(): Promise<RunGroupNode[]> {
    const groups = await this.#read();
    this.#shown = JSON.stringify(groups);
    return groups.map(group => new RunGroupNode(group));
  }

  async #read(): Promise<RunGroup[]> {
    const live = this.#liveFolders();
    this.#leftOut = live;
    try {
      const { runs, experiments, warnings } = await this.#engine.request('listRuns', {
        roots: this.#roots.all(),
      });
      for (const warning of warnings) this.#log.warn(warning);
      const isSaved = ({ folder }: { folder: string }) => !live.has(folder);
      return groupRuns(runs.filter(isSaved), experiments.filter(isSaved));
    } catch (error) {
      this.#problems.show(error);
      return [];
    }
  }

  #liveFolders(): Set<string | null> {
    return new Set([
      ...this.#runs.active().map(({ folder }) => folder),
      ...this.#experiments
        .active()
        .flatMap(({ folder, progress }) => [
          folder,
          ...progress.steps.map(({ snapshot }) => snapshot?.folder ?? null),
        ]),
    ]);
  }
}
