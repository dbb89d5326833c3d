import { revealFolder } from '../host/revealFolder.ts';
import type { Command } from './command.ts';
import { folderTargets } from './commandTargets.ts';
import type { Services } from './services.ts';

/** Reveal Folder of a run or an experiment. */
export function revealRun(services: Pick<Services, 'runsView'>): Command {
  return {
    id: 'llmeter.run.reveal',
    run: async (...args) => {
      const [folder] = folderTargets(args, services);
      if (folder !== undefined) await revealFolder(folder);
    },
  };
}
