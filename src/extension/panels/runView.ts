import * as vscode from 'vscode';
import { Channel } from '../../protocol/channel.ts';
import type { RunViewEvents, RunViewRequests } from '../../protocol/view.ts';
import { Disposables } from '../host/disposables.ts';
import type { RunController } from '../runs/runController.ts';
import type { RunSource } from './runSource.ts';
import { viewHtml, viewResources } from './viewHtml.ts';
import { webviewTransport } from './webviewTransport.ts';

/** What a run view asks of the rest of the extension. */
export interface RunViewActions {
  revealFolder(folder: string): Promise<void>;
  runAgain(source: RunSource): Promise<void>;
  showLog(): void;
}

type Nothing = Record<never, never>;
type RunViewChannel = Channel<RunViewEvents, Nothing, Nothing, RunViewRequests>;

/** Serves one webview, panel or custom editor alike, with the state of one run. */
export class RunView implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #source: RunSource;
  readonly #runs: RunController;
  readonly #actions: RunViewActions;
  readonly #channel: RunViewChannel;
  readonly #disposables = new Disposables();

  constructor(
    panel: vscode.WebviewPanel,
    source: RunSource,
    extension: vscode.Uri,
    runs: RunController,
    actions: RunViewActions,
  ) {
    this.#panel = panel;
    this.#source = source;
    this.#runs = runs;
    this.#actions = actions;
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: viewResources(extension) };
    this.#channel = this.#serve(webview);
    this.#disposables.add({ dispose: () => this.#channel.close('The view was closed.') });
    this.#disposables.add(panel.onDidChangeViewState(() => this.#visibilityChanged()));
    this.#disposables.add(
      runs.onDidChange(session => {
        if (session === source.session) void this.#show();
      }),
    );
    this.#disposables.add(panel.onDidDispose(() => this.dispose()));
    webview.html = viewHtml(webview, extension, 'run', 'LLMeter run');
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #serve(webview: vscode.Webview): RunViewChannel {
    return new Channel<RunViewEvents, Nothing, Nothing, RunViewRequests>(webviewTransport(webview), {
      ready: () => this.#source.state(),
      stop: async ({ stage }) => {
        const { session } = this.#source;
        if (session && !session.over) await this.#runs.stop(session, stage);
        return null;
      },
      loadRequest: ({ index }) => this.#source.request(index),
      compatViews: () => this.#source.compatViews(),
      revealFolder: async () => {
        if (this.#source.folder !== null) await this.#actions.revealFolder(this.#source.folder);
        return null;
      },
      runAgain: async () => {
        await this.#actions.runAgain(this.#source);
        return null;
      },
      showLog: () => {
        this.#actions.showLog();
        return null;
      },
      copy: async ({ text }) => {
        await vscode.env.clipboard.writeText(text);
        return null;
      },
    });
  }

  #visibilityChanged(): void {
    if (!this.#panel.visible) return;
    this.#source.becameVisible();
    void this.#show();
  }

  /** Hidden webviews drop what they are sent; one that appears asks for everything anyway. */
  async #show(): Promise<void> {
    const state = await this.#source.state();
    if (this.#panel.visible) this.#channel.emit('state', state);
  }
}
