import { type Signal, signal } from '@preact/signals';
import type { ChartTheme } from '../../../charts/chart.ts';
import type { ComparedKey } from '../../../core/compare/comparedMetrics.ts';
import type { Heatmap } from '../../../core/heatmap/heatmap.ts';
import { Channel } from '../../../protocol/channel.ts';
import type { ExperimentViewRequests, ExperimentViewState } from '../../../protocol/experimentView.ts';
import type { PanelEvents } from '../../../protocol/panel.ts';
import { Notices, sentenceOf } from '../../host/notices.ts';
import { UiStore } from '../../host/uiState.ts';
import { usesScreenReader, type VsCodeApi, webviewTransport } from '../../host/vscodeHost.ts';
import { watchedChartTheme } from '../../theme/chartTheme.ts';
import { type ExperimentArrangement, firstArrangement } from './experimentArrangement.ts';

type Nothing = Record<never, never>;
type SavedContent = ExperimentViewRequests['save']['params']['content'];

/** All that the experiment panel knows and can ask for; the components only draw it. */
export class ExperimentPanel {
  readonly view: Signal<ExperimentViewState> = signal({ kind: 'loading', message: 'Opening…' });
  readonly theme: Signal<ChartTheme>;
  readonly ui: UiStore<ExperimentArrangement>;
  readonly notices = new Notices();
  /** What the extension is working at, in words; null = nothing. */
  readonly busy: Signal<string | null> = signal(null);
  readonly #channel: Channel<Nothing, ExperimentViewRequests, PanelEvents<ExperimentViewState>, Nothing>;

  constructor(api: VsCodeApi, probe: HTMLElement) {
    this.ui = new UiStore(api, firstArrangement, usesScreenReader());
    this.theme = watchedChartTheme(probe);
    this.#channel = new Channel(webviewTransport(api), {});
    this.#channel.on('state', state => {
      this.view.value = state;
    });
    this.#channel.on('subject', subject => this.ui.remember(subject));
  }

  /** Asks for the whole state; later states come by themselves. */
  async start(): Promise<void> {
    try {
      this.view.value = await this.#channel.request('ready', null);
    } catch (error) {
      this.view.value = { kind: 'error', message: sentenceOf(error) };
    }
  }

  /** Stage 1 lets the requests in flight finish, stage 2 aborts them; both keep the data. */
  stop(stage: 1 | 2): Promise<boolean> {
    return this.notices.during(this.#channel.request('stop', { stage }));
  }

  /** Compares anew; the new state comes by itself. Tells whether it went well, as the others do. */
  setDecidingMetric(decidingMetric: ComparedKey): Promise<boolean> {
    return this.#whileBusy('Comparing anew…', this.#channel.request('setDecidingMetric', { decidingMetric }));
  }

  /** Sorts the lengths of heatmaps anew; the new state comes by itself. */
  setBins(bins: Heatmap['bins']): Promise<boolean> {
    return this.#whileBusy('Sorting lengths anew…', this.#channel.request('setBins', { bins }));
  }

  openRun(folder: string): Promise<boolean> {
    return this.notices.during(this.#channel.request('openRun', { folder }));
  }

  revealFolder(folder: string): Promise<boolean> {
    return this.notices.during(this.#channel.request('revealFolder', { folder }));
  }

  showLog(): Promise<boolean> {
    return this.notices.during(this.#channel.request('showLog', null));
  }

  copy(text: string, confirmation: string): Promise<boolean> {
    return this.notices.during(this.#channel.request('copy', { text }), () => confirmation);
  }

  /** Makes something and asks where to save it; a person who thinks better of it is told nothing. */
  save(suggestedName: string, make: () => SavedContent | Promise<SavedContent>): Promise<boolean> {
    const saving = async () => this.#channel.request('save', { suggestedName, content: await make() });
    return this.notices.during(saving(), saved => (saved ? `Saved ${suggestedName}.` : null));
  }

  exportReport(): Promise<boolean> {
    return this.#whileBusy('Writing the report…', this.#channel.request('exportReport', null));
  }

  async #whileBusy(what: string, action: Promise<unknown>): Promise<boolean> {
    this.busy.value = what;
    const done = await this.notices.during(action);
    this.busy.value = null;
    return done;
  }
}
