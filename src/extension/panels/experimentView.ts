import * as vscode from 'vscode';
import { Channel } from '../../protocol/channel.ts';
import type { ExperimentViewEvents, ExperimentViewRequests } from '../../protocol/experimentView.ts';
import type { ExperimentController } from '../experiments/experimentController.ts';
import { Disposables } from '../host/disposables.ts';
import type { ExperimentSource } from './experimentSource.ts';
import { saveAs } from './saveAs.ts';
import { viewHtml, viewResources } from './viewHtml.ts';
import { webviewTransport } from './webviewTransport.ts';

/** What an experiment view asks of the rest of the extension. */
export interface ExperimentViewActions {
  revealFolder(folder: string): Promise<void>;
  openRun(folder: string): void;
  exportReport(source: ExperimentSource): Promise<void>;
  showLog(): void;
  /** Tells a person what went wrong. */
  showProblem(error: unknown): void;
}

type Nothing = Record<never, never>;
type ExperimentViewChannel = Channel<ExperimentViewEvents, Nothing, Nothing, ExperimentViewRequests>;

/** Serves one webview, panel or custom editor alike, with the state of one experiment or comparison. */
export class ExperimentView implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #source: ExperimentSource;
  readonly #experiments: ExperimentController;
  readonly #actions: ExperimentViewActions;
  readonly #channel: ExperimentViewChannel;
  readonly #disposables = new Disposables();

  constructor(
    panel: vscode.WebviewPanel,
    source: ExperimentSource,
    extension: vscode.Uri,
    experiments: ExperimentController,
    actions: ExperimentViewActions,
  ) {
    this.#panel = panel;
    this.#source = source;
    this.#experiments = experiments;
    this.#actions = actions;
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: viewResources(extension) };
    this.#channel = this.#serve(webview);
    this.#disposables.add({ dispose: () => this.#channel.close('The view was closed.') });
    this.#disposables.add(
      panel.onDidChangeViewState(() => {
        if (panel.visible) void this.#show();
      }),
    );
    this.#disposables.add(
      experiments.onDidChange(session => {
        if (session === source.session) void this.#show();
      }),
    );
    this.#disposables.add(panel.onDidDispose(() => this.dispose()));
    webview.html = viewHtml(webview, extension, 'experiments', 'LLMeter experiment');
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #serve(webview: vscode.Webview): ExperimentViewChannel {
    const source = this.#source;
    const actions = this.#actions;
    return new Channel<ExperimentViewEvents, Nothing, Nothing, ExperimentViewRequests>(
      webviewTransport(webview),
      {
        ready: () => source.state(),
        stop: async ({ stage }) => {
          const { session } = source;
          if (session && !session.over) await this.#experiments.stop(session, stage);
          return null;
        },
        setHeadline: async ({ headline }) => {
          source.setHeadline(headline);
          await this.#show();
          return null;
        },
        setBins: async ({ bins }) => {
          source.setBins(bins);
          await this.#show();
          return null;
        },
        openRun: ({ folder }) => {
          actions.openRun(folder);
          return null;
        },
        revealFolder: async ({ folder }) => {
          await actions.revealFolder(folder);
          return null;
        },
        showLog: () => {
          actions.showLog();
          return null;
        },
        copy: async ({ text }) => {
          await vscode.env.clipboard.writeText(text);
          return null;
        },
        save: async ({ suggestedName, content }) => {
          try {
            return await saveAs(suggestedName, content);
          } catch (error) {
            actions.showProblem(error);
            return false;
          }
        },
        exportReport: async () => {
          await actions.exportReport(source).catch(error => actions.showProblem(error));
          return null;
        },
      },
    );
  }

  /** Hidden webviews drop what they are sent; one that appears asks for everything anyway. */
  async #show(): Promise<void> {
    const state = await this.#source.state();
    if (this.#panel.visible) this.#channel.emit('state', state);
  }
}
