import type { AbOutcome, HeatmapOutcome, RepeatsOutcome } from './experiments.ts';
import type { MeasurementKind } from './measurementKind.ts';
import type { LoadTestOutcome, RunOutcome } from './run.ts';
import type { StartAb, StartHeatmap, StartLoadTest, StartRun } from './start.ts';

/** What starts each kind of measurement, and what each hands over at its end. */
interface Kinds<Plan = unknown> extends Record<MeasurementKind, { start: object; outcome: object }> {
  run: { start: StartRun<Plan>; outcome: RunOutcome };
  ab: { start: StartAb<Plan>; outcome: AbOutcome };
  'load-test': { start: StartLoadTest<Plan>; outcome: LoadTestOutcome };
  heatmap: { start: StartHeatmap<Plan>; outcome: HeatmapOutcome };
  repeats: { start: StartRun<Plan>; outcome: RepeatsOutcome };
}

/** Something to measure, tagged with its kind; `Plan` as of `StartRun`. */
export type Measurement<K extends MeasurementKind = MeasurementKind, Plan = unknown> = {
  [P in K]: { kind: P } & Kinds<Plan>[P]['start'];
}[K];

/** What a measurement of a kind hands over. */
export type OutcomeOf<K extends MeasurementKind> = Kinds[K]['outcome'];

/** A measurement that has ended, tagged with its kind. */
export type Finished<K extends MeasurementKind = MeasurementKind> = {
  [P in K]: {
    kind: P;
    outcome: OutcomeOf<P>;
    /** Where its folder was copied to; absent if the plan asked for none. */
    uploaded?: Uploaded;
  };
}[K];

/** The copy of a measurement's folder at an `s3://` address. */
export interface Uploaded {
  address: string;
  /** Why it is not there, as a sentence; null = it is. */
  problem: string | null;
}
