import * as vscode from 'vscode';
import type { Command } from './command.ts';
import { savedFoldersOf } from './commandTargets.ts';
import type { Services } from './services.ts';

/** Copy Path of the selected folders, one a line. */
export function copyRunPath(services: Pick<Services, 'runsView'>): Command {
  return {
    id: 'llmeter.run.copyPath',
    run: async (...args) => {
      await vscode.env.clipboard.writeText(savedFoldersOf(args, services).join('\n'));
    },
  };
}
