import type { RunArguments } from '../measurements/arguments.ts';
import type { WantedExperiment } from '../measurements/experiments.ts';
import type { ExperimentOutcome } from '../measurements/measurement.ts';
import type { Services } from './services.ts';

/** Starts an experiment as typed arguments say; answers at its end, or as soon as it has started. */
export async function startTyped(
  { experiments, problems }: Pick<Services, 'experiments' | 'problems'>,
  wanted: WantedExperiment,
  args: Pick<RunArguments, 'waitForEnd' | 'showPanel' | 'whenBusy'>,
): Promise<ExperimentOutcome | { runId: string }> {
  const { session, outcome } = await experiments.start(wanted, {
    showPanel: args.showPanel ?? true,
    whenBusy: args.whenBusy ?? 'wait',
  });
  if (args.waitForEnd ?? true) return outcome;
  void outcome.catch(error => problems.show(error));
  return { runId: session.runId };
}
