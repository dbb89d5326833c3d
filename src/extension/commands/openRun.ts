import type { Services } from '../services.ts';
import type { Command } from './command.ts';
import { runFoldersOf, sessionOf } from './subjects.ts';

/**
 * Open Run: the panel of a run in progress (by node or run id), or the report of a saved one (by node
 * or folder). Without either, the newest run in progress.
 */
export function openRun(services: Pick<Services, 'runs' | 'panels' | 'runsView'>): Command {
  return {
    id: 'llmeter.run.open',
    run: (...args) => {
      const { runs, panels } = services;
      const [first] = args;
      const session = first === undefined ? runs.active().at(-1) : sessionOf(first, services);
      if (session) panels.show({ session });
      else for (const folder of runFoldersOf(args, services)) panels.show({ folder });
    },
  };
}
