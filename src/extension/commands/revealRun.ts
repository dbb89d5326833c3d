import { revealFolder } from '../host/revealFolder.ts';
import type { Services } from '../services.ts';
import type { Command } from './command.ts';
import { runFoldersOf } from './subjects.ts';

/** Reveal Run Folder. */
export function revealRun(services: Pick<Services, 'runsView'>): Command {
  return {
    id: 'llmeter.run.reveal',
    run: async (...args) => {
      const [folder] = runFoldersOf(args, services);
      if (folder !== undefined) await revealFolder(folder);
    },
  };
}
