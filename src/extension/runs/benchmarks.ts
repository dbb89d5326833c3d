import { dirname } from 'node:path';
import { countOf } from '../../core/format/quantities.ts';
import type { RunOutcome } from '../../protocol/run.ts';
import { endpointLabel } from '../endpoints/savedEndpoint.ts';
import { announce } from '../host/announce.ts';
import type { Problems, Remedy } from '../host/problems.ts';
import type { RunPanels } from '../panels/runPanels.ts';
import type { RunController, RunRequest, StartedRun } from './runController.ts';
import type { RunRoots } from './runRoots.ts';
import type { RunSession } from './runSession.ts';
import { latencyText } from './runTexts.ts';
import type { Turns, WhenBusy } from './turns.ts';

/** How a benchmark is to begin. */
export interface BenchmarkOptions {
  showPanel: boolean;
  whenBusy: WhenBusy;
}

/** A benchmark as the user meets it: a panel while it runs, a word at its end if nobody is looking. */
export class Benchmarks {
  readonly #runs: RunController;
  readonly #panels: RunPanels;
  readonly #roots: RunRoots;
  readonly #turns: Turns;
  readonly #problems: Problems;
  readonly #somethingIsVisible: () => boolean;

  constructor(
    runs: RunController,
    panels: RunPanels,
    roots: RunRoots,
    turns: Turns,
    problems: Problems,
    somethingIsVisible: () => boolean,
  ) {
    this.#runs = runs;
    this.#panels = panels;
    this.#roots = roots;
    this.#turns = turns;
    this.#problems = problems;
    this.#somethingIsVisible = somethingIsVisible;
  }

  /** Starts a run that a person asked for, and tells that person what went wrong. Never rejects. */
  async startAndReport(request: Omit<RunRequest, 'defaultOutput'>, ...remedies: Remedy[]): Promise<void> {
    try {
      const { session, outcome } = await this.start(request, { showPanel: true, whenBusy: 'ask' });
      await outcome.catch(error => {
        // A run that failed under way says so in its panel.
        if (this.#panels.isVisible(session)) this.#problems.note(error);
        else this.#problems.show(error, ...remedies);
      });
    } catch (error) {
      this.#problems.show(error);
    }
  }

  /** Starts a run when nothing else is measured; its outcome rejects as the engine refuses it. */
  start(
    request: Omit<RunRequest, 'defaultOutput'>,
    { showPanel, whenBusy }: BenchmarkOptions,
  ): Promise<StartedRun> {
    return this.#turns.start(whenBusy, `the run of ${endpointLabel(request.endpoint.config)}`, () => {
      const started = this.#runs.start({ ...request, defaultOutput: this.#roots.usual() });
      if (showPanel) this.#panels.show({ session: started.session });
      return { session: started.session, outcome: this.#follow(started, showPanel) };
    });
  }

  async #follow({ session, outcome }: StartedRun, showPanel: boolean): Promise<RunOutcome> {
    try {
      const result = await outcome;
      await this.#roots.remember(dirname(result.folder));
      if (showPanel) this.#announce(session, result);
      return result;
    } catch (error) {
      // A plan that was refused leaves nothing to show.
      if (!session.snapshot) this.#panels.close(session);
      throw error;
    }
  }

  #announce(session: RunSession, result: RunOutcome): void {
    if (this.#panels.isVisible(session) || this.#somethingIsVisible()) return;
    const facts = [
      countOf(result.totalRequests, 'request'),
      result.failedRequests > 0 ? `${result.failedRequests} failed` : null,
      latencyText(result),
    ].filter(fact => fact !== null);
    const how = result.state === 'saved' ? 'complete' : result.state;
    const text = `The benchmark “${session.snapshot?.name ?? ''}” is ${how}: ${facts.join(', ')}.`;
    announce(text, result.state === 'failed', () => this.#panels.show({ session }));
  }
}
