import * as vscode from 'vscode';
import { Channel, type Handlers, type RequestMap } from '../../protocol/channel.ts';
import type { PanelEvents, PanelRequests, PanelSignals } from '../../protocol/panel.ts';
import { Disposables } from '../host/disposables.ts';
import type { Measurements } from '../measurements/measurements.ts';
import type { PageStates, PanelSource } from './source.ts';
import { StateFlow } from './stateFlow.ts';
import { viewHtml, viewResources } from './viewHtml.ts';
import { webviewTransport } from './webviewTransport.ts';

type Nothing = Record<never, never>;

/** Answers to what only this page asks. */
export type OwnHandlers<S, R extends RequestMap<R>> = Omit<Handlers<R>, keyof PanelRequests<S>>;

/** One of our webview bundles: what it shows, and how its requests are answered. */
export interface Page<S, R extends PanelRequests<S> & RequestMap<R>> extends PageStates<S> {
  readonly bundle: 'run' | 'experiments';
  readonly title: string;
  /** @param update sends the new state to the webview */
  handlers(source: PanelSource<S>, update: () => Promise<void>): OwnHandlers<S, R>;
}

export interface ServeDeps {
  extension: vscode.Uri;
  measurements: Measurements;
  showLog(): void;
}

/** Serves one webview, of a panel or a custom editor, with the states of one source. */
export class ServedView<S, R extends PanelRequests<S> & RequestMap<R>> {
  readonly #panel: vscode.WebviewPanel;
  readonly #source: PanelSource<S>;
  readonly #deps: ServeDeps;
  readonly #channel: Channel<PanelEvents<S>, Nothing, PanelSignals, R>;
  readonly #flow = new StateFlow({ send: () => void this.#send(), now: () => performance.now() });
  /** Resolves when the webview has drawn its first state, or was closed before. */
  readonly shown: Promise<void>;
  /** The subject that the webview was last sent, as JSON. */
  #sentSubject = '';

  constructor(panel: vscode.WebviewPanel, page: Page<S, R>, source: PanelSource<S>, deps: ServeDeps) {
    this.#panel = panel;
    this.#source = source;
    this.#deps = deps;
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: viewResources(deps.extension) };
    this.#channel = new Channel(webviewTransport(webview), this.#handlers(page));
    const disposables = new Disposables();
    this.shown = new Promise(resolve => {
      this.#channel.on('drawn', ({ rest }) => {
        resolve();
        this.#flow.drawn(rest);
      });
      disposables.add({ dispose: resolve });
    });
    disposables.add({ dispose: () => this.#channel.close('The view was closed.') });
    disposables.add({ dispose: () => this.#flow.forget() });
    disposables.add(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#flow.forget();
      }),
    );
    disposables.add(
      deps.measurements.onDidChange(measurement => {
        if (measurement === source.measurement) this.#update();
      }),
    );
    disposables.add(panel.onDidDispose(() => disposables.dispose()));
    webview.html = viewHtml(webview, deps.extension, page.bundle, page.title);
  }

  #handlers(page: Page<S, R>): Handlers<R> {
    const common: Handlers<PanelRequests<S>> = {
      ready: () => this.#ready(),
      stop: async ({ stage }) => {
        const { measurement } = this.#source;
        if (measurement && !measurement.over) await this.#deps.measurements.stop(measurement, stage);
        return null;
      },
      showLog: () => {
        this.#deps.showLog();
        return null;
      },
      copy: async ({ text }) => {
        await vscode.env.clipboard.writeText(text);
        return null;
      },
    };
    const own = page.handlers(this.#source, () => {
      this.#flow.sent();
      return this.#send();
    });
    // TypeScript cannot see that `R` without the common requests, and these, are `R`.
    return { ...common, ...own } as unknown as Handlers<R>;
  }

  /** What a person has asked for, and the end of a measurement, are shown at once. */
  #update(): void {
    const { measurement } = this.#source;
    if (measurement && !measurement.over) this.#flow.changed();
    else this.#flow.sendNow();
  }

  /** Hidden webviews lose what they are sent. One that becomes visible asks for the whole state. */
  async #send(): Promise<void> {
    const state = this.#panel.visible ? await this.#source.state() : null;
    if (state === null || !this.#panel.visible) {
      this.#flow.forget();
      return;
    }
    this.#channel.emit('state', state);
    this.#sendSubject();
  }

  async #ready(): Promise<S> {
    this.#sentSubject = '';
    this.#sendSubject();
    this.#flow.sent();
    return this.#source.state();
  }

  #sendSubject(): void {
    const { subject } = this.#source;
    const json = JSON.stringify(subject);
    if (json === this.#sentSubject || subject.folders.length === 0) return;
    this.#sentSubject = json;
    this.#channel.emit('subject', subject);
  }
}
