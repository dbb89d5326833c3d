import { countOf } from '../../core/format/quantities.ts';
import type { RunOutcome } from '../../protocol/run.ts';
import { endpointLabel } from '../endpoints/savedEndpoint.ts';
import type { RunPanels } from '../panels/runPanels.ts';
import { Launcher, type Surroundings } from './launcher.ts';
import type { RunController, RunRequest, StartedRun } from './runController.ts';
import type { RunSession } from './runSession.ts';
import { latencyText } from './texts.ts';

/** What a caller says of a benchmark; where it is saved is known here. */
type WantedRun = Omit<RunRequest, 'defaultOutput'>;

/** Benchmarks as the user meets them. */
export class Benchmarks extends Launcher<WantedRun, RunSession, RunOutcome> {
  readonly #runs: RunController;

  constructor(runs: RunController, panels: RunPanels, surroundings: Surroundings) {
    super(panels, surroundings);
    this.#runs = runs;
  }

  protected override nameOf({ endpoint }: WantedRun): string {
    return `the run of ${endpointLabel(endpoint.config)}`;
  }

  protected override begin(wanted: WantedRun, defaultOutput: string): StartedRun {
    return this.#runs.start({ ...wanted, defaultOutput });
  }

  /** Its last snapshot may say why. */
  protected override isEmpty({ snapshot }: RunSession): boolean {
    return snapshot === null;
  }

  protected override lastWord(session: RunSession, outcome: RunOutcome, isSeen: boolean): string | null {
    if (isSeen) return null;
    const facts = [
      countOf(outcome.totalRequests, 'request'),
      outcome.failedRequests > 0 ? `${outcome.failedRequests} failed` : null,
      latencyText(outcome),
    ].filter(fact => fact !== null);
    const how = outcome.state === 'saved' ? 'complete' : outcome.state;
    return `The benchmark “${session.snapshot?.name ?? ''}” is ${how}: ${facts.join(', ')}.`;
  }
}
