import { type Signal, signal } from '@preact/signals';
import type { ChartTheme } from '../../charts/chart.ts';
import type { Channel } from '../../protocol/channel.ts';
import type { PanelEvents, PanelRequests, PanelSignals } from '../../protocol/panel.ts';
import { watchedChartTheme } from '../theme/chartTheme.ts';
import { costOfDrawing } from './drawing.ts';
import { DrawingPace } from './drawingPace.ts';
import { Notices, sentenceOf } from './notices.ts';
import { type UiState, UiStore } from './uiState.ts';
import { usesScreenReader, type VsCodeApi } from './vscodeHost.ts';

/** A panel answers no requests. */
export type Nothing = Record<never, never>;

/** What every panel shows at some time, besides its own states. */
type SharedState = { kind: 'loading'; message: string } | { kind: 'error'; message: string };

type SharedChannel<S> = Channel<PanelSignals, PanelRequests<S>, PanelEvents<S>, Nothing>;

interface PanelStart<U> {
  /** What is shown before the first state. */
  readonly message: string;
  readonly ui: U;
  /** Makes ready what the live view of a measurement draws. */
  readonly warmUp: (theme: ChartTheme) => void;
}

/** What every panel knows and can ask the extension for; the components only draw it. */
export class PanelModel<S, U extends UiState> {
  readonly view: Signal<S | SharedState>;
  readonly theme: Signal<ChartTheme>;
  readonly ui: UiStore<U>;
  readonly notices = new Notices();
  /** Whole seconds from one state to the next while drawing is expensive; 0 if there is less than one. */
  readonly pause: Signal<number> = signal(0);
  readonly #pace = new DrawingPace();
  readonly #warmUp: (theme: ChartTheme) => void;
  #drawing = false;
  readonly #channel: SharedChannel<S>;

  /** `probe` is an element that resolves the theme's colours. */
  constructor(channel: SharedChannel<S>, api: VsCodeApi, probe: HTMLElement, initial: PanelStart<U>) {
    this.#warmUp = initial.warmUp;
    this.view = signal<S | SharedState>({ kind: 'loading', message: initial.message });
    this.ui = new UiStore(api, initial.ui, usesScreenReader());
    this.theme = watchedChartTheme(probe);
    this.#channel = channel;
    channel.on('state', state => void this.#draw(state));
    channel.on('subject', subject => this.ui.remember(subject));
  }

  /** Asks for the whole state and draws it; later states arrive without asking. */
  async start(): Promise<void> {
    try {
      const state = await this.#channel.request('ready', null);
      // A measurement that waits for this panel starts when the state is drawn.
      if (isInProgress(state)) this.#warmUp(this.theme.value);
      void this.#draw(state);
    } catch (error) {
      this.view.value = { kind: 'error', message: sentenceOf(error) };
    }
  }

  /** Stage 1 lets the requests in flight finish, stage 2 aborts them; both keep the data. */
  stop(stage: 1 | 2): Promise<boolean> {
    return this.notices.during(this.#channel.request('stop', { stage }));
  }

  showLog(): Promise<boolean> {
    return this.notices.during(this.#channel.request('showLog', null));
  }

  copy(text: string, confirmation: string): Promise<boolean> {
    return this.notices.during(this.#channel.request('copy', { text }), () => confirmation);
  }

  /** The extension sends the next state only when this one is drawn. */
  async #draw(state: S): Promise<void> {
    if (this.#drawing) {
      this.show(state);
      return;
    }
    this.#drawing = true;
    const rest = this.#pace.restAfter(await costOfDrawing(() => this.show(state)));
    this.#drawing = false;
    this.pause.value = rest > 1000 ? Math.ceil(rest / 1000) : 0;
    this.#channel.emit('drawn', { rest });
  }

  protected show(state: S): void {
    this.view.value = state;
  }
}

function isInProgress(state: unknown): boolean {
  const { kind } = Object(state) as { kind?: unknown };
  return kind === 'loading' || kind === 'live';
}
