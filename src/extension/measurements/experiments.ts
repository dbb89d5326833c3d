import type { CostEstimate } from '../../core/cost/estimate.ts';
import { estimateTogether } from '../../core/cost/estimateTogether.ts';
import type { ExperimentPanels } from '../panels/experimentPanels.ts';
import type { ExperimentController, StartedExperiment } from './experimentController.ts';
import { experimentKinds } from './kinds.ts';
import { Launcher, type Surroundings } from './launcher.ts';
import type { ExperimentOutcome, ExperimentSession } from './measurement.ts';
import type { ExperimentRequest } from './wanted.ts';

/** What a caller says of an experiment; where it is saved is known here. */
export type WantedExperiment = ExperimentRequest extends infer R
  ? R extends ExperimentRequest
    ? Omit<R, 'defaultOutput'>
    : never
  : never;

/** Experiments as the user meets them. */
export class Experiments extends Launcher<WantedExperiment, ExperimentSession, ExperimentOutcome> {
  readonly #controller: ExperimentController;

  constructor(controller: ExperimentController, panels: ExperimentPanels, surroundings: Surroundings) {
    super(panels, surroundings);
    this.#controller = controller;
  }

  /** What one would cost in all; null where not every price is known. Sends nothing. */
  async estimate(wanted: WantedExperiment): Promise<CostEstimate | null> {
    const runs = await this.#controller.estimate({ ...wanted, defaultOutput: this.usualOutput });
    return runs.every(({ estimate }) => estimate !== null) ? estimateTogether(runs) : null;
  }

  protected override nameOf({ title }: WantedExperiment): string {
    return `“${title}”`;
  }

  protected override begin(wanted: WantedExperiment, defaultOutput: string): StartedExperiment {
    return this.#controller.start({ ...wanted, defaultOutput });
  }

  protected override isEmpty({ folder }: ExperimentSession): boolean {
    return folder === null;
  }

  /** A panel shows what was measured, but not why there is no more of it. */
  protected override lastWord(
    { request: { kind, recipe } }: ExperimentSession,
    { name, state, message }: ExperimentOutcome,
    isSeen: boolean,
  ): string | null {
    if (isSeen && state !== 'failed') return null;
    const how = state === 'saved' ? 'complete' : state;
    const why = message === null ? '' : ` ${message}`;
    return `${recipe ?? experimentKinds[kind].label} “${name}” is ${how}.${why}`;
  }
}
