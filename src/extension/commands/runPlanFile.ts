import * as vscode from 'vscode';
import { UserError } from '../../core/base/errors.ts';
import { planRequest } from '../measurements/measurementRequest.ts';
import type { Command } from './command.ts';
import type { Services } from './services.ts';
import { plannedRun } from './typed.ts';

/** Run Plan File: the file that the command was called on, else the one in the editor. */
export function runPlanFile(services: Services): Command {
  return {
    id: 'llmeter.plan.run',
    run: async uri => {
      const file = uri instanceof vscode.Uri ? uri : vscode.window.activeTextEditor?.document.uri;
      if (!file) throw new UserError('Open a plan file first, e.g. llmeter.yaml.');
      await services.launcher.startAndReport(planRequest(await plannedRun(services, { plan: file.fsPath })));
    },
  };
}
