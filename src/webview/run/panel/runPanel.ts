import { type Signal, signal } from '@preact/signals';
import type { ChartTheme } from '../../../charts/chart.ts';
import type { CompatView } from '../../../core/compat/compatView.ts';
import { Channel } from '../../../protocol/channel.ts';
import type { PanelEvents } from '../../../protocol/panel.ts';
import type { RequestDetail } from '../../../protocol/run.ts';
import type { RunViewRequests, RunViewState } from '../../../protocol/view.ts';
import { Notices, sentenceOf } from '../../host/notices.ts';
import { UiStore } from '../../host/uiState.ts';
import { usesScreenReader, type VsCodeApi, webviewTransport } from '../../host/vscodeHost.ts';
import { watchedChartTheme } from '../../theme/chartTheme.ts';
import { firstArrangement, type RunArrangement } from './runArrangement.ts';

type Nothing = Record<never, never>;

/** The request a person opened: being read, shown, or refused with a sentence. */
export type OpenedRequest = { index: number /** The focus moves to it. */; focus: boolean } & (
  | { kind: 'loading' }
  | { kind: 'shown'; detail: RequestDetail }
  | { kind: 'error'; message: string }
);

/** The run as other tools would report it: read when first asked for, shown, or refused with a sentence. */
export type OtherTools =
  | { kind: 'loading' }
  | { kind: 'shown'; views: CompatView[] }
  | { kind: 'error'; message: string };

/** All that the run panel knows and can ask for; the components only draw it. */
export class RunPanel {
  readonly view: Signal<RunViewState> = signal({ kind: 'loading', message: 'Loading the run…' });
  readonly theme: Signal<ChartTheme>;
  readonly ui: UiStore<RunArrangement>;
  readonly opened: Signal<OpenedRequest | null> = signal(null);
  readonly otherTools: Signal<OtherTools | null> = signal(null);
  readonly notices = new Notices();
  readonly #channel: Channel<Nothing, RunViewRequests, PanelEvents<RunViewState>, Nothing>;

  constructor(api: VsCodeApi, probe: HTMLElement) {
    this.ui = new UiStore(api, firstArrangement, usesScreenReader());
    this.theme = watchedChartTheme(probe);
    this.#channel = new Channel(webviewTransport(api), {});
    this.#channel.on('state', state => this.#show(state));
    this.#channel.on('subject', subject => this.ui.remember(subject));
  }

  /** Asks for the whole state; later states come by themselves. */
  async start(): Promise<void> {
    try {
      this.#show(await this.#channel.request('ready', null));
    } catch (error) {
      this.view.value = { kind: 'error', message: sentenceOf(error) };
    }
  }

  /** Stage 1 lets the requests in flight finish, stage 2 aborts them; both keep the data. */
  stop(stage: 1 | 2): Promise<boolean> {
    return this.#ask('stop', { stage });
  }

  async copy(text: string, confirmation: string): Promise<void> {
    await this.#ask('copy', { text }, confirmation);
  }

  revealFolder(): Promise<boolean> {
    return this.#ask('revealFolder', null);
  }

  runAgain(): Promise<boolean> {
    return this.#ask('runAgain', null);
  }

  showLog(): Promise<boolean> {
    return this.#ask('showLog', null);
  }

  /** Reads a request and shows it; `focus` moves the keyboard there, for those who opened it by keyboard. */
  async openRequest(index: number, focus: boolean): Promise<void> {
    this.opened.value = { kind: 'loading', index, focus };
    let answer: OpenedRequest;
    try {
      const detail = await this.#channel.request('loadRequest', { index });
      answer = { kind: 'shown', index, focus, detail };
    } catch (error) {
      answer = { kind: 'error', index, focus, message: sentenceOf(error) };
    }
    // The user may have opened another one, or closed it, while this was read.
    if (this.opened.value?.index === index) this.opened.value = answer;
  }

  /** Reads the run as other tools would report it, once for each report. */
  async loadOtherTools(): Promise<void> {
    if (this.otherTools.value !== null) return;
    const loading: OtherTools = { kind: 'loading' };
    this.otherTools.value = loading;
    let answer: OtherTools;
    try {
      answer = { kind: 'shown', views: await this.#channel.request('compatViews', null) };
    } catch (error) {
      answer = { kind: 'error', message: sentenceOf(error) };
    }
    if (this.otherTools.value === loading) this.otherTools.value = answer;
  }

  closeRequest(): void {
    this.opened.value = null;
  }

  #show(state: RunViewState): void {
    const before = this.view.value;
    const same =
      state.kind === 'report' && before.kind === 'report' && before.report.folder === state.report.folder;
    if (!same) {
      this.opened.value = null;
      this.otherTools.value = null;
    }
    this.view.value = state;
  }

  #ask<K extends 'stop' | 'copy' | 'revealFolder' | 'runAgain' | 'showLog'>(
    name: K,
    params: RunViewRequests[K]['params'],
    confirmation?: string,
  ): Promise<boolean> {
    return this.notices.during(this.#channel.request(name, params), () => confirmation ?? null);
  }
}
