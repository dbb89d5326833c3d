import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { RunRoots } from '../measurements/runRoots.ts';

/** Files that grow during a run. Their changes do not affect the list of runs. */
const growing = new Set(['responses.jsonl', 'trace.jsonl']);
const quietMilliseconds = 300;

/** Calls back after run folders appeared, disappeared or got their summary, once for changes in quick succession. */
export class RunsWatcher implements vscode.Disposable {
  readonly #roots: RunRoots;
  readonly #changed: () => void;
  readonly #subscription: vscode.Disposable;
  #watchers: vscode.Disposable = new vscode.Disposable(() => undefined);
  #timer: NodeJS.Timeout | undefined;

  constructor(roots: RunRoots, changed: () => void) {
    this.#roots = roots;
    this.#changed = changed;
    this.#subscription = roots.onDidChange(() => this.#watch());
    this.#watch();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
    this.#watchers.dispose();
  }

  #watch(): void {
    this.#watchers.dispose();
    this.#watchers = vscode.Disposable.from(
      ...this.#roots.all().flatMap(root => {
        const watcher = vscode.workspace.createFileSystemWatcher(
          new vscode.RelativePattern(vscode.Uri.file(root), '**'),
        );
        const note = (uri: vscode.Uri) => this.#note(uri);
        return [watcher, watcher.onDidCreate(note), watcher.onDidDelete(note), watcher.onDidChange(note)];
      }),
    );
  }

  #note(uri: vscode.Uri): void {
    if (growing.has(basename(uri.path))) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#changed(), quietMilliseconds);
  }
}
