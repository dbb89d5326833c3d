import type { AbOutcome, HeatmapOutcome } from './experiments.ts';
import type { MeasurementKind } from './measurementKind.ts';
import type { LoadTestOutcome, RunOutcome } from './run.ts';
import type { StartAb, StartHeatmap, StartLoadTest, StartRun } from './start.ts';

/** What starts each kind of measurement, and what each hands over at its end. */
interface Kinds extends Record<MeasurementKind, { start: object; outcome: object }> {
  run: { start: StartRun; outcome: RunOutcome };
  ab: { start: StartAb; outcome: AbOutcome };
  'load-test': { start: StartLoadTest; outcome: LoadTestOutcome };
  heatmap: { start: StartHeatmap; outcome: HeatmapOutcome };
}

/** Something to measure, tagged with its kind. */
export type Measurement<K extends MeasurementKind = MeasurementKind> = {
  [P in K]: { kind: P } & Kinds[P]['start'];
}[K];

/** What a measurement of a kind hands over. */
export type OutcomeOf<K extends MeasurementKind> = Kinds[K]['outcome'];

/** A measurement that has ended, tagged with its kind. */
export type Finished<K extends MeasurementKind = MeasurementKind> = {
  [P in K]: { kind: P; outcome: OutcomeOf<P> };
}[K];
