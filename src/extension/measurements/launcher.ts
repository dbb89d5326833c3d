import { dirname } from 'node:path';
import { announce } from '../host/announce.ts';
import type { ErrorReporter, Remedy } from '../host/errorReporter.ts';
import type { EngineSession, Started } from './measurements.ts';
import type { Turns, WhenBusy } from './queue.ts';
import type { RunRoots } from './runRoots.ts';

/** How a measurement is to begin. */
export interface StartOptions {
  showPanel: boolean;
  whenBusy: WhenBusy;
}

/** Where measurements of one sort are shown. */
interface Panels<S> {
  show(of: { session: S }): void;
  isVisible(session: S): boolean;
  close(session: S): void;
}

/** What a measurement of any sort meets in this window. */
export interface Surroundings {
  roots: RunRoots;
  turns: Turns;
  problems: ErrorReporter;
  /** Whether people see how measurements go on, beside their panels. */
  somethingIsVisible(): boolean;
}

/** Measurements of one sort as the user meets them: a panel while they go on, a word at their end if nobody is looking. */
export abstract class Launcher<W, S extends EngineSession, O extends { folder: string; state: string }> {
  readonly #panels: Panels<S>;
  readonly #surroundings: Surroundings;

  constructor(panels: Panels<S>, surroundings: Surroundings) {
    this.#panels = panels;
    this.#surroundings = surroundings;
  }

  /** Starts one that a person asked for, and tells that person what went wrong. Never rejects. */
  async startAndReport(wanted: W, ...remedies: Remedy[]): Promise<void> {
    const { problems } = this.#surroundings;
    try {
      const { session, outcome } = await this.start(wanted, { showPanel: true, whenBusy: 'ask' });
      await outcome.catch(error => {
        // One that failed under way says so in its panel.
        if (this.#panels.isVisible(session)) problems.note(error);
        else problems.show(error, ...remedies);
      });
    } catch (error) {
      problems.show(error);
    }
  }

  /** Starts one when nothing else is measured; its outcome rejects as the engine refuses it. */
  start(wanted: W, { showPanel, whenBusy }: StartOptions): Promise<Started<S, O>> {
    return this.#surroundings.turns.start(whenBusy, this.nameOf(wanted), () => {
      const started = this.begin(wanted, this.usualOutput);
      if (showPanel) this.#panels.show({ session: started.session });
      return { session: started.session, outcome: this.#follow(started, showPanel) };
    });
  }

  /** Where it is saved if its plan does not say. */
  protected get usualOutput(): string {
    return this.#surroundings.roots.usual();
  }

  /** As part of a sentence: "the run of My endpoint". */
  protected abstract nameOf(wanted: W): string;
  protected abstract begin(wanted: W, defaultOutput: string): Started<S, O>;
  /** Whether one that failed left nothing to look at. */
  protected abstract isEmpty(session: S): boolean;
  /** What to say at its end; null = whoever sees it needs no word. */
  protected abstract lastWord(session: S, outcome: O, isSeen: boolean): string | null;

  async #follow({ session, outcome }: Started<S, O>, showPanel: boolean): Promise<O> {
    try {
      const result = await outcome;
      await this.#surroundings.roots.remember(dirname(result.folder));
      if (showPanel) this.#announce(session, result);
      return result;
    } catch (error) {
      // A plan that was refused leaves nothing to show.
      if (this.isEmpty(session)) this.#panels.close(session);
      throw error;
    }
  }

  #announce(session: S, outcome: O): void {
    const isSeen = this.#panels.isVisible(session) || this.#surroundings.somethingIsVisible();
    const text = this.lastWord(session, outcome, isSeen);
    if (text !== null) announce(text, outcome.state === 'failed', () => this.#panels.show({ session }));
  }
}
