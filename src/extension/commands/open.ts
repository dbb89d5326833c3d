import type { PageId } from '../panels/panels.ts';
import type { Command } from './command.ts';
import { folderOfItem, isTreeLine, measurementTarget, savedTargets } from './commandTargets.ts';
import type { Services } from './services.ts';

type Needs = Pick<Services, 'measurements' | 'panels' | 'runsView'>;

/** Open Run. A path is that of a run. */
export const openRun = (services: Needs) => opening('llmeter.run.open', 'run', services);

/** Open Experiment. A path is that of an experiment. */
export const openExperimentCommand = (services: Needs) =>
  opening('llmeter.experiment.open', 'experiment', services);

/**
 * Opens the panel of a measurement in progress, by node or id, or what is saved, by node or path. Without
 * either it opens what was started last.
 */
function opening(id: string, pageOfPath: PageId, services: Needs): Command {
  const { measurements, panels } = services;
  return {
    id,
    run: (...args) => {
      const [first] = args;
      const keepsFocus = isTreeLine(first);
      const newest = first === undefined ? measurements.active().at(-1) : undefined;
      const measurement = measurementTarget(first, services) ?? newest;
      if (measurement) void panels.show({ measurement }, keepsFocus);
      else if (typeof first === 'string') void panels.show({ page: pageOfPath, folders: [first] });
      else {
        for (const item of savedTargets(args, services)) {
          const page = 'entry' in item ? 'experiment' : 'run';
          void panels.show({ page, folders: [folderOfItem(item)] }, keepsFocus);
        }
      }
    },
  };
}
