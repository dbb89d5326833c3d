import { type Signal, signal } from '@preact/signals';
import type { CompatView } from '../../../core/compat/compatView.ts';
import { Channel } from '../../../protocol/channel.ts';
import type { PanelEvents, PanelSignals } from '../../../protocol/panel.ts';
import type { RequestDetail } from '../../../protocol/run.ts';
import type { RunViewRequests, RunViewState } from '../../../protocol/view.ts';
import { sentenceOf } from '../../host/notices.ts';
import { type Nothing, PanelModel } from '../../host/panelModel.ts';
import { extensionTransport, type VsCodeApi } from '../../host/vscodeHost.ts';
import { warmUpCharts } from '../../live/warmUpCharts.ts';
import { initialRunUi, type RunUiState } from './runUiState.ts';

/** The request that the user opened: being read, shown, or refused with a message. */
export type OpenedRequest = {
  index: number;
  /** The keyboard focus moves to it. */
  focus: boolean;
} & ({ kind: 'loading' } | { kind: 'shown'; detail: RequestDetail } | { kind: 'error'; message: string });

/** The run as other tools would report it: being computed, shown, or refused with a message. */
export type OtherTools =
  | { kind: 'loading' }
  | { kind: 'shown'; views: CompatView[] }
  | { kind: 'error'; message: string };

/** The state of the run panel, and what it can ask the extension for. */
export class RunPanel extends PanelModel<RunViewState, RunUiState> {
  readonly opened: Signal<OpenedRequest | null> = signal(null);
  readonly otherTools: Signal<OtherTools | null> = signal(null);
  readonly #channel: Channel<PanelSignals, RunViewRequests, PanelEvents<RunViewState>, Nothing>;

  constructor(api: VsCodeApi, probe: HTMLElement) {
    const channel = new Channel<PanelSignals, RunViewRequests, PanelEvents<RunViewState>, Nothing>(
      extensionTransport(api),
      {},
    );
    super(channel, api, probe, {
      message: 'Loading the run…',
      ui: initialRunUi,
      warmUp: warmUpCharts,
    });
    this.#channel = channel;
  }

  revealFolder(): Promise<boolean> {
    return this.notices.during(this.#channel.request('revealFolder', null));
  }

  runAgain(): Promise<boolean> {
    return this.notices.during(this.#channel.request('runAgain', null));
  }

  /** Reads a request and shows it; `focus` moves the keyboard there, for those who opened it by keyboard. */
  async openRequest(index: number, focus: boolean): Promise<void> {
    this.opened.value = { kind: 'loading', index, focus };
    let opened: OpenedRequest;
    try {
      const detail = await this.#channel.request('loadRequest', { index });
      opened = { kind: 'shown', index, focus, detail };
    } catch (error) {
      opened = { kind: 'error', index, focus, message: sentenceOf(error) };
    }
    // The user may have opened another one, or closed it, while this was read.
    if (this.opened.value?.index === index) this.opened.value = opened;
  }

  closeRequest(): void {
    this.opened.value = null;
  }

  /** Reads the run as other tools would report it, once for each report. */
  async loadOtherTools(): Promise<void> {
    if (this.otherTools.value !== null) return;
    const loading: OtherTools = { kind: 'loading' };
    this.otherTools.value = loading;
    let loaded: OtherTools;
    try {
      loaded = { kind: 'shown', views: await this.#channel.request('compatViews', null) };
    } catch (error) {
      loaded = { kind: 'error', message: sentenceOf(error) };
    }
    if (this.otherTools.value === loading) this.otherTools.value = loaded;
  }

  protected override show(state: RunViewState): void {
    const before = this.view.value;
    const same =
      state.kind === 'report' && before.kind === 'report' && before.report.folder === state.report.folder;
    if (!same) {
      this.opened.value = null;
      this.otherTools.value = null;
    }
    super.show(state);
  }
}
