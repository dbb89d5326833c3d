import type { Command } from './command.ts';
import type { Services } from './services.ts';

/** Refresh Runs: reads the disk again. */
export function refreshRuns({ runsTree }: Pick<Services, 'runsTree'>): Command {
  return { id: 'llmeter.runs.refresh', run: () => runsTree.refresh() };
}
