import * as vscode from 'vscode';
import { inertChoice } from '../host/inert.ts';
import type { LiveMeasurement } from '../measurements/liveMeasurement.ts';
import { progressText } from '../measurements/texts.ts';
import type { Command } from './command.ts';
import { measurementTarget } from './commandTargets.ts';
import type { Services } from './services.ts';

type Needs = Pick<Services, 'measurements'>;

/** Stop Benchmark: the first time, open requests may finish; the second time they are aborted. */
export function stopRun(services: Needs): Command {
  return {
    id: 'llmeter.run.stop',
    run: async arg => {
      const measurement = arg === undefined ? await chooseOne(services) : measurementTarget(arg, services);
      if (measurement) await services.measurements.stop(measurement);
    },
  };
}

async function chooseOne({ measurements }: Needs): Promise<LiveMeasurement | undefined> {
  const choices = measurements.active().map(measurement => ({
    ...inertChoice({ label: measurement.title, description: progressText(measurement) }),
    measurement,
  }));
  if (choices.length <= 1) return choices[0]?.measurement;
  const placeHolder = 'Which benchmark do you want to stop?';
  return (await vscode.window.showQuickPick(choices, { placeHolder }))?.measurement;
}
