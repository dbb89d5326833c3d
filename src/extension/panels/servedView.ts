import * as vscode from 'vscode';
import { Channel, type Handlers, type RequestMap } from '../../protocol/channel.ts';
import type { PanelEvents, PanelRequests, PanelSubject } from '../../protocol/panel.ts';
import { Disposables } from '../host/disposables.ts';
import { viewHtml, viewResources } from './viewHtml.ts';
import { webviewTransport } from './webviewTransport.ts';

/** What a view shows. */
export interface ViewSource<S> {
  /** The panel's title; it may change until there are folders. */
  readonly name: string;
  readonly subject: PanelSubject;
  /** What is measured just now, or was when the view was opened; null = only what is saved. */
  readonly session: object | null;
  /** The whole state. Never rejects. */
  state(): Promise<S>;
  becameVisible?(): void;
}

type Nothing = Record<never, never>;

interface Served<S, R extends PanelRequests<S> & RequestMap<R>> {
  panel: vscode.WebviewPanel;
  source: ViewSource<S>;
  extension: vscode.Uri;
  /** Which of our bundles the page runs, and what the page is called. */
  page: { bundle: string; title: string };
  /** Tells of sessions that have something new. */
  onDidChange: vscode.Event<object>;
  handlers: (ready: () => Promise<S>) => Handlers<R>;
}

/** Serves one webview, panel or custom editor alike, with the state of one source. */
export class ServedView<S, R extends PanelRequests<S> & RequestMap<R>> {
  readonly #panel: vscode.WebviewPanel;
  readonly #source: ViewSource<S>;
  readonly #channel: Channel<PanelEvents<S>, Nothing, Nothing, R>;
  /** The subject that the panel was told last, as JSON. */
  #told = '';

  constructor({ panel, source, extension, page, onDidChange, handlers }: Served<S, R>) {
    this.#panel = panel;
    this.#source = source;
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: viewResources(extension) };
    this.#channel = new Channel(
      webviewTransport(webview),
      handlers(() => this.#ready()),
    );
    const disposables = new Disposables();
    disposables.add({ dispose: () => this.#channel.close('The view was closed.') });
    disposables.add(panel.onDidChangeViewState(() => this.#visibilityChanged()));
    disposables.add(
      onDidChange(session => {
        if (session === source.session) void this.show();
      }),
    );
    disposables.add(panel.onDidDispose(() => disposables.dispose()));
    webview.html = viewHtml(webview, extension, page.bundle, page.title);
  }

  /** Hidden webviews drop what they are sent; one that appears asks for everything anyway. */
  async show(): Promise<void> {
    const state = await this.#source.state();
    if (!this.#panel.visible) return;
    this.#channel.emit('state', state);
    this.#tellSubject();
  }

  async #ready(): Promise<S> {
    this.#told = '';
    this.#tellSubject();
    return this.#source.state();
  }

  #visibilityChanged(): void {
    if (!this.#panel.visible) return;
    this.#source.becameVisible?.();
    void this.show();
  }

  #tellSubject(): void {
    const { subject } = this.#source;
    const told = JSON.stringify(subject);
    if (told === this.#told || subject.folders.length === 0) return;
    this.#told = told;
    this.#channel.emit('subject', subject);
  }
}

/** Puts a panel's text on the clipboard. */
export async function copyText({ text }: { text: string }): Promise<null> {
  await vscode.env.clipboard.writeText(text);
  return null;
}
