import { LiveRunNode } from '../runs/runNodes.ts';
import type { Services } from '../services.ts';
import type { Command } from './command.ts';
import { runFoldersOf } from './subjects.ts';

/** Open Run: the panel of a run in progress (by node or run id), or the report of a saved one. */
export function openRun(services: Pick<Services, 'runs' | 'panels' | 'runsView'>): Command {
  return {
    id: 'llmeter.run.open',
    run: (...args) => {
      const [first] = args;
      const runId = first instanceof LiveRunNode ? first.runId : typeof first === 'string' ? first : null;
      const session = runId === null ? undefined : services.runs.get(runId);
      if (session) services.panels.show({ session });
      else for (const folder of runFoldersOf(args, services)) services.panels.show({ folder });
    },
  };
}
