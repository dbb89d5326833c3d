import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { countOf } from '../../core/format/quantities.ts';
import type { RunOutcome } from '../../protocol/run.ts';
import type { Problems, Remedy } from '../host/problems.ts';
import type { RunPanels } from '../panels/runPanels.ts';
import type { RunController, RunRequest, StartedRun } from './runController.ts';
import type { RunRoots } from './runRoots.ts';
import type { RunSession } from './runSession.ts';
import { latencyText } from './runTexts.ts';

/** A benchmark as the user meets it: a panel while it runs, a word at its end if nobody is looking. */
export class Benchmarks {
  readonly #runs: RunController;
  readonly #panels: RunPanels;
  readonly #roots: RunRoots;
  readonly #problems: Problems;
  readonly #somethingIsVisible: () => boolean;

  constructor(
    runs: RunController,
    panels: RunPanels,
    roots: RunRoots,
    problems: Problems,
    somethingIsVisible: () => boolean,
  ) {
    this.#runs = runs;
    this.#panels = panels;
    this.#roots = roots;
    this.#problems = problems;
    this.#somethingIsVisible = somethingIsVisible;
  }

  /** Starts a run that a person asked for, and tells that person what went wrong. Never rejects. */
  async startAndReport(request: Omit<RunRequest, 'defaultOutput'>, ...remedies: Remedy[]): Promise<void> {
    const { session, outcome } = this.start(request, { showPanel: true });
    try {
      await outcome;
    } catch (error) {
      // A run that failed under way says so in its panel.
      if (this.#panels.isVisible(session)) this.#problems.note(error);
      else this.#problems.show(error, ...remedies);
    }
  }

  /** Starts a run; its outcome rejects as the engine refuses it. */
  start(request: Omit<RunRequest, 'defaultOutput'>, { showPanel }: { showPanel: boolean }): StartedRun {
    const started = this.#runs.start({ ...request, defaultOutput: this.#roots.usual() });
    const { session } = started;
    if (showPanel) this.#panels.show({ session });
    const outcome = started.outcome.then(
      async result => {
        await this.#roots.remember(dirname(result.folder));
        if (showPanel) this.#announce(session, result);
        return result;
      },
      error => {
        // A plan that was refused leaves nothing to show.
        if (!session.snapshot) this.#panels.close({ session });
        throw error;
      },
    );
    return { session, outcome };
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
    const show =
      result.state === 'failed' ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
    void show(text, 'Open').then(answer => {
      if (answer) this.#panels.show({ session });
    });
  }
}
