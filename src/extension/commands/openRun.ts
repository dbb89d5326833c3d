import type { Command } from './command.ts';
import { isLine, runFoldersOf, sessionOf } from './commandTargets.ts';
import type { Services } from './services.ts';

type Needs = Pick<Services, 'runs' | 'experimentRuns' | 'panels' | 'experimentPanels' | 'runsView'>;

/**
 * Open Run: the panel of a run in progress (by node or run id), or the report of a saved one (by node
 * or folder). Without either, whatever was started last and is in progress.
 */
export function openRun(services: Needs): Command {
  return {
    id: 'llmeter.run.open',
    run: (...args) => {
      const { runs, experimentRuns, panels, experimentPanels } = services;
      const [first] = args;
      const experiment = first === undefined ? experimentRuns.active().at(-1) : undefined;
      const session = first === undefined ? runs.active().at(-1) : sessionOf(first, services);
      if (experiment) experimentPanels.show({ session: experiment });
      else if (session) panels.show({ session }, isLine(first));
      else for (const folder of runFoldersOf(args, services)) panels.show({ folder }, isLine(first));
    },
  };
}
