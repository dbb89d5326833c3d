import * as vscode from 'vscode';
import { endpointLabel } from '../endpoints/savedEndpoint.ts';
import type { RunSession } from '../runs/runSession.ts';
import { progressText } from '../runs/runTexts.ts';
import type { Services } from '../services.ts';
import type { Command } from './command.ts';
import { sessionOf } from './subjects.ts';

/** Stop Benchmark: the first time requests in flight may finish, the second time they are aborted. */
export function stopRun({ runs }: Pick<Services, 'runs'>): Command {
  return {
    id: 'llmeter.run.stop',
    run: async arg => {
      const session = arg === undefined ? await chooseRun(runs.active()) : sessionOf(arg, { runs });
      if (session) await runs.stop(session);
    },
  };
}

async function chooseRun(active: RunSession[]): Promise<RunSession | undefined> {
  if (active.length <= 1) return active[0];
  const choices = active.map(session => ({
    label: session.snapshot?.name ?? endpointLabel(session.endpoint.config),
    description: session.snapshot ? progressText(session.snapshot) : 'starting',
    session,
  }));
  return (await vscode.window.showQuickPick(choices, { placeHolder: 'Which benchmark is to stop?' }))
    ?.session;
}
