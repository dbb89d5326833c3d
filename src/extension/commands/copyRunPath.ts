import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import type { Command } from './command.ts';
import { runFoldersOf } from './subjects.ts';

/** Copy Path of the selected run folders, one a line. */
export function copyRunPath(services: Pick<Services, 'runsView'>): Command {
  return {
    id: 'llmeter.run.copyPath',
    run: async (...args) => {
      await vscode.env.clipboard.writeText(runFoldersOf(args, services).join('\n'));
    },
  };
}
