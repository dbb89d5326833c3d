import * as vscode from 'vscode';
import { experimentProgressText } from '../measurements/experimentTexts.ts';
import { progressText } from '../measurements/texts.ts';
import type { Command } from './command.ts';
import { experimentSessionOf, sessionOf } from './commandTargets.ts';
import type { Services } from './services.ts';

type Needs = Pick<Services, 'runs' | 'experimentRuns'>;

/** Something that can be stopped. */
interface Stoppable extends vscode.QuickPickItem {
  stop(): Promise<void>;
}

/** Stop Benchmark: the first time requests in flight may finish, the second time they are aborted. */
export function stopRun(services: Needs): Command {
  return {
    id: 'llmeter.run.stop',
    run: async arg => {
      const { runs, experimentRuns } = services;
      const run = sessionOf(arg, services);
      const experiment = experimentSessionOf(arg, services);
      if (run) await runs.stop(run);
      else if (experiment) await experimentRuns.stop(experiment);
      else if (arg === undefined) await (await chooseOne(services))?.stop();
    },
  };
}

async function chooseOne({ runs, experimentRuns }: Needs): Promise<Stoppable | undefined> {
  const choices: Stoppable[] = [
    ...experimentRuns.active().map(session => ({
      label: session.title,
      description: experimentProgressText(session.progress),
      stop: () => experimentRuns.stop(session),
    })),
    ...runs.active().map(session => ({
      label: session.title,
      description: session.snapshot ? progressText(session.snapshot) : 'starting',
      stop: () => runs.stop(session),
    })),
  ];
  if (choices.length <= 1) return choices[0];
  return vscode.window.showQuickPick(choices, { placeHolder: 'Which benchmark is to stop?' });
}
