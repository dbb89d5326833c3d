import * as vscode from 'vscode';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { Log } from '../host/log.ts';
import type { Problems } from '../host/problems.ts';
import type { RunController } from './runController.ts';
import { groupRuns } from './runGroups.ts';
import { LiveRunNode, RunGroupNode, type RunsNode, SavedRunNode } from './runNodes.ts';
import type { RunRoots } from './runRoots.ts';
import type { RunSession } from './runSession.ts';

/** Snapshots come faster than anyone reads a tree. */
const quietMilliseconds = 1000;

/** The Runs tree: a view of the disk, with the runs in progress on top. */
export class RunsTree implements vscode.TreeDataProvider<RunsNode>, vscode.Disposable {
  readonly #engine: EnginePort;
  readonly #roots: RunRoots;
  readonly #runs: RunController;
  readonly #problems: Problems;
  readonly #log: Log;
  readonly #changed = new vscode.EventEmitter<RunsNode | undefined>();
  readonly #subscriptions: vscode.Disposable;
  readonly #live = new Map<string, LiveRunNode>();
  #toldAt = 0;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(engine: EnginePort, roots: RunRoots, runs: RunController, problems: Problems, log: Log) {
    this.#engine = engine;
    this.#roots = roots;
    this.#runs = runs;
    this.#problems = problems;
    this.#log = log;
    this.#subscriptions = vscode.Disposable.from(
      roots.onDidChange(() => this.refresh()),
      runs.onDidChange(session => this.#follow(session)),
    );
  }

  /** Looks at the disk again. */
  refresh(): void {
    this.#changed.fire(undefined);
  }

  async getChildren(node?: RunsNode): Promise<RunsNode[]> {
    if (node instanceof RunGroupNode) return node.group.runs.map(run => new SavedRunNode(run));
    if (node) return [];
    this.#live.clear();
    for (const session of this.#runs.active()) this.#live.set(session.runId, new LiveRunNode(session));
    return [...this.#live.values(), ...(await this.#saved())];
  }

  getTreeItem(node: RunsNode): vscode.TreeItem {
    const session = node instanceof LiveRunNode ? this.#runs.get(node.runId) : undefined;
    return session ? new LiveRunNode(session) : node;
  }

  resolveTreeItem(item: vscode.TreeItem, node: RunsNode): vscode.TreeItem {
    if (node instanceof SavedRunNode) item.tooltip = node.describe();
    return item;
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  #follow({ runId }: RunSession): void {
    const node = this.#live.get(runId);
    if ((node === undefined) !== (this.#runs.get(runId) === undefined)) this.refresh();
    else if (node && Date.now() - this.#toldAt >= quietMilliseconds) {
      this.#toldAt = Date.now();
      this.#changed.fire(node);
    }
  }

  async #saved(): Promise<RunGroupNode[]> {
    const live = new Set(this.#runs.active().map(({ folder }) => folder));
    try {
      const { runs, warnings } = await this.#engine.request('listRuns', { roots: this.#roots.all() });
      for (const warning of warnings) this.#log.warn(warning);
      return groupRuns(runs.filter(({ folder }) => !live.has(folder))).map(group => new RunGroupNode(group));
    } catch (error) {
      this.#problems.show(error);
      return [];
    }
  }
}
