import type { Command } from './command.ts';
import { experimentSessionOf, isLine, savedFoldersOf } from './commandTargets.ts';
import type { Services } from './services.ts';

type Needs = Pick<Services, 'experimentRuns' | 'experimentPanels' | 'runsView'>;

/** Open Experiment: one in progress (by node or run id), or a saved one (by node or folder). */
export function openExperiment(services: Needs): Command {
  return {
    id: 'llmeter.experiment.open',
    run: (...args) => {
      const session = experimentSessionOf(args[0], services);
      const keepsFocus = isLine(args[0]);
      if (session) services.experimentPanels.show({ session }, keepsFocus);
      else {
        for (const folder of savedFoldersOf(args, services)) {
          services.experimentPanels.show({ folders: [folder] }, keepsFocus);
        }
      }
    },
  };
}
