import { type Signal, signal } from '@preact/signals';
import type { ComparedKey } from '../../../core/compare/comparedMetrics.ts';
import type { Heatmap } from '../../../core/heatmap/heatmap.ts';
import { Channel } from '../../../protocol/channel.ts';
import type { ExperimentViewRequests, ExperimentViewState } from '../../../protocol/experimentView.ts';
import type { PanelEvents, PanelSignals } from '../../../protocol/panel.ts';
import { type Nothing, PanelModel } from '../../host/panelModel.ts';
import { extensionTransport, type VsCodeApi } from '../../host/vscodeHost.ts';
import { warmUpCharts } from '../../live/warmUpCharts.ts';
import { type ExperimentUiState, initialExperimentUi } from './experimentUiState.ts';

type SavedContent = ExperimentViewRequests['save']['params']['content'];

/** The state of the experiment panel, and what it can ask the extension for. */
export class ExperimentPanel extends PanelModel<ExperimentViewState, ExperimentUiState> {
  /** What the extension is working on, in words; null = nothing. */
  readonly busy: Signal<string | null> = signal(null);
  readonly #channel: Channel<PanelSignals, ExperimentViewRequests, PanelEvents<ExperimentViewState>, Nothing>;

  constructor(api: VsCodeApi, probe: HTMLElement) {
    const channel = new Channel<
      PanelSignals,
      ExperimentViewRequests,
      PanelEvents<ExperimentViewState>,
      Nothing
    >(extensionTransport(api), {});
    super(channel, api, probe, {
      message: 'Opening…',
      ui: initialExperimentUi,
      warmUp: warmUpCharts,
    });
    this.#channel = channel;
  }

  /** Compares again; the new state arrives by itself. Resolves to whether it succeeded, as the others do. */
  setDecidingMetric(decidingMetric: ComparedKey): Promise<boolean> {
    return this.#whileBusy(
      'Comparing again…',
      this.#channel.request('setDecidingMetric', { decidingMetric }),
    );
  }

  /** Puts the lengths of heatmaps into other bins; the new state arrives by itself. */
  setBins(bins: Heatmap['bins']): Promise<boolean> {
    return this.#whileBusy('Updating bins…', this.#channel.request('setBins', { bins }));
  }

  openRun(folder: string): Promise<boolean> {
    return this.notices.during(this.#channel.request('openRun', { folder }));
  }

  revealFolder(folder: string): Promise<boolean> {
    return this.notices.during(this.#channel.request('revealFolder', { folder }));
  }

  /** Makes the content and asks where to save it; cancelling shows no message. */
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
