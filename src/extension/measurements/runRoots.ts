import { resolve } from 'node:path';
import * as vscode from 'vscode';
import { readSettings } from '../host/settings.ts';

const stateKey = 'furtherRunRoots';

/** The folders that hold run folders: the default of each workspace folder, and others used in this workspace. */
export class RunRoots implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #storage: vscode.Uri;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  readonly onDidChange = this.#changed.event;

  constructor(state: vscode.Memento, storage: vscode.Uri) {
    this.#state = state;
    this.#storage = storage;
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#changed.fire()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration('llmeter.output')) this.#changed.fire();
      }),
    );
  }

  /** Where a new run is saved if its plan does not say. */
  usual(): string {
    return resolve(this.baseFolder(), readSettings().output);
  }

  /** The folder that relative paths start from: the first workspace folder, else the extension's storage. */
  baseFolder(): string {
    return localFolders()[0] ?? this.#storage.fsPath;
  }

  /** The folders that the person works in. */
  workFolders(): string[] {
    return localFolders().length > 0 ? localFolders() : [this.#storage.fsPath];
  }

  all(): string[] {
    const { output } = readSettings();
    const usual = this.workFolders().map(base => resolve(base, output));
    return [...new Set([...usual, ...this.#further()])];
  }

  /** Remembers for this workspace a folder that a run was saved in. */
  async remember(root: string): Promise<void> {
    if (this.all().includes(root)) return;
    await this.#state.update(stateKey, [...this.#further(), root]);
    this.#changed.fire();
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  #further(): string[] {
    return this.#state.get<string[]>(stateKey, []);
  }
}

function localFolders(): string[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}
