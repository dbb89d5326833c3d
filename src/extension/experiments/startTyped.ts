import type { RunArguments } from '../runs/runArguments.ts';
import type { Services } from '../services.ts';
import type { ExperimentOutcome } from './experimentSession.ts';
import type { WantedExperiment } from './experiments.ts';

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
