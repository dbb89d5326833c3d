import { randomUUID } from 'node:crypto';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { Finished, Measurement, OutcomeOf, Uploaded } from '../../protocol/measurement.ts';
import type { MeasurementKind } from '../../protocol/measurementKind.ts';
import type { RunSnapshot } from '../../protocol/run.ts';
import type { CliContext } from '../process/context.ts';
import type { LiveDisplay } from '../terminal/liveDisplay.ts';
import { LiveSteps } from './liveSteps.ts';
import { stopOnSignals } from './stopOnSignals.ts';

/** A measurement that has ended. */
export interface Ended<T> {
  outcome: T;
  /** The last snapshot of any of its steps. */
  last: RunSnapshot | null;
  interrupted: boolean;
  uploaded?: Uploaded;
}

/**
 * Runs a measurement in `engine`, shows it while it runs, and stops it on signals. Rejects with the engine's
 * reason where it refuses the measurement.
 * @param describeStep what to print when a step begins after others have ended
 */
export async function runMeasurement<K extends MeasurementKind>(
  engine: EnginePort,
  context: CliContext,
  display: LiveDisplay,
  measurement: Measurement<K>,
  describeStep: (step: number) => string | null = () => null,
): Promise<Ended<OutcomeOf<K>>> {
  const id = randomUUID();
  const steps = new LiveSteps(display);
  const subscriptions = [
    engine.on('snapshot', ({ id: from, step, snapshot }) => {
      if (from === id) steps.show(step, snapshot);
    }),
    engine.on('step', ({ id: from, step }) => {
      if (from === id) steps.begin(describeStep(step));
    }),
    engine.on('log', ({ level, message }) => {
      // An error also ends the measurement, and is reported once at its end.
      if (level === 'warn') display.note(message);
    }),
  ];
  const signals = stopOnSignals(context, {
    // A rejection means that the measurement is already over; its own outcome says everything.
    stop: stage => void engine.request('stop', { id, stage }).catch(() => {}),
    note: text => display.note(text),
    get inFlight() {
      return steps.inFlight;
    },
  });
  try {
    // The final snapshot is sent before the outcome, and messages keep their order.
    const finished = await engine.request('measure', { id, measurement: measurement as Measurement });
    const { outcome, uploaded } = finished as Finished<K>;
    return {
      outcome,
      last: steps.last,
      interrupted: signals.interrupted,
      ...(uploaded && { uploaded }),
    };
  } finally {
    signals.dispose();
    for (const unsubscribe of subscriptions) unsubscribe();
    display.close();
  }
}
