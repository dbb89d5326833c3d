import { dirname } from 'node:path';
import type { CostEstimate } from '../../core/cost/estimate.ts';
import { estimateTogether } from '../../core/cost/estimateTogether.ts';
import { announce } from '../host/announce.ts';
import type { Problems, Remedy } from '../host/problems.ts';
import type { ExperimentPanels } from '../panels/experimentPanels.ts';
import type { RunRoots } from '../runs/runRoots.ts';
import type { Turns, WhenBusy } from '../runs/turns.ts';
import type { ExperimentController, StartedExperiment } from './experimentController.ts';
import { experimentKinds } from './experimentKinds.ts';
import type { ExperimentRequest } from './experimentRequest.ts';
import type { ExperimentOutcome, ExperimentSession } from './experimentSession.ts';

/** How an experiment is to begin. */
export interface StartOptions {
  showPanel: boolean;
  whenBusy: WhenBusy;
}

/** What a caller says of an experiment; where it is saved is known here. */
export type WantedExperiment = ExperimentRequest extends infer R
  ? R extends ExperimentRequest
    ? Omit<R, 'defaultOutput'>
    : never
  : never;

/** An experiment as the user meets it: a panel while it goes on, a word at its end if nobody is looking. */
export class Experiments {
  readonly #controller: ExperimentController;
  readonly #panels: ExperimentPanels;
  readonly #roots: RunRoots;
  readonly #turns: Turns;
  readonly #problems: Problems;
  readonly #somethingIsVisible: () => boolean;

  constructor(
    controller: ExperimentController,
    panels: ExperimentPanels,
    roots: RunRoots,
    turns: Turns,
    problems: Problems,
    somethingIsVisible: () => boolean,
  ) {
    this.#controller = controller;
    this.#panels = panels;
    this.#roots = roots;
    this.#turns = turns;
    this.#problems = problems;
    this.#somethingIsVisible = somethingIsVisible;
  }

  /** Starts one that a person asked for, and tells that person what went wrong. Never rejects. */
  async startAndReport(wanted: WantedExperiment, ...remedies: Remedy[]): Promise<void> {
    try {
      const { session, outcome } = await this.start(wanted, { showPanel: true, whenBusy: 'ask' });
      await outcome.catch(error => {
        // One that failed under way says so in its panel.
        if (this.#panels.isVisible(session)) this.#problems.note(error);
        else this.#problems.show(error, ...remedies);
      });
    } catch (error) {
      this.#problems.show(error);
    }
  }

  /** What one would cost in all; null where not every price is known. Sends nothing. */
  async estimate(wanted: WantedExperiment): Promise<CostEstimate | null> {
    const runs = await this.#controller.estimate({ ...wanted, defaultOutput: this.#roots.usual() });
    return runs.every(({ estimate }) => estimate !== null) ? estimateTogether(runs) : null;
  }

  /** Starts one when nothing else is measured; its outcome rejects as the engine refuses it. */
  start(wanted: WantedExperiment, { showPanel, whenBusy }: StartOptions): Promise<StartedExperiment> {
    return this.#turns.start(whenBusy, `“${wanted.title}”`, () => {
      const started = this.#controller.start({ ...wanted, defaultOutput: this.#roots.usual() });
      if (showPanel) this.#panels.show({ session: started.session });
      return { session: started.session, outcome: this.#follow(started, showPanel) };
    });
  }

  async #follow({ session, outcome }: StartedExperiment, showPanel: boolean): Promise<ExperimentOutcome> {
    try {
      const result = await outcome;
      await this.#roots.remember(dirname(result.folder));
      if (showPanel) this.#announce(session, result);
      return result;
    } catch (error) {
      // A plan that was refused leaves nothing to show.
      if (session.folder === null) this.#panels.close(session);
      throw error;
    }
  }

  #announce(session: ExperimentSession, { name, state, message }: ExperimentOutcome): void {
    // A panel shows what was measured, but not why there is no more of it.
    const isSeen = this.#panels.isVisible(session) || this.#somethingIsVisible();
    if (isSeen && state !== 'failed') return;
    const { kind, recipe } = session.request;
    const how = state === 'saved' ? 'complete' : state;
    const why = message === null ? '' : ` ${message}`;
    const text = `${recipe ?? experimentKinds[kind].label} “${name}” is ${how}.${why}`;
    announce(text, state === 'failed', () => this.#panels.show({ session }));
  }
}
