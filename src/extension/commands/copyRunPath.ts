import * as vscode from 'vscode';
import type { Command } from './command.ts';
import { folderTargets } from './commandTargets.ts';
import type { Services } from './services.ts';

/** Copy Path: the paths of the selected folders, one per line. */
export function copyRunPath(services: Pick<Services, 'runsView'>): Command {
  return {
    id: 'llmeter.run.copyPath',
    run: async (...args) => {
      await vscode.env.clipboard.writeText(folderTargets(args, services).join('\n'));
    },
  };
}
