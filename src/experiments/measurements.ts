/**
 * The experiments module owns the kinds of measurement: an A/B test, a load test and a heatmap are sequences of
 * runs with a folder that says what they are together. It never sends a request itself: each run is a
 * `RunMeasurement`. Start with the list below. A new kind adds its name to protocol/measurementKind.ts, its start
 * and outcome to protocol/measurement.ts, a class in this folder, and a line in the list.
 */

import type { RunEstimate } from '../core/cost/estimateTogether.ts';
import { type MeasureContext, RunMeasurement } from '../measure/runMeasurement.ts';
import type { Measurement, OutcomeOf } from '../protocol/measurement.ts';
import type { MeasurementKind } from '../protocol/measurementKind.ts';
import { AbTest } from './abTest.ts';
import { HeatmapMeasurement } from './heatmap.ts';
import { LoadTestMeasurement } from './loadTest.ts';

/** A measurement that can be run once or estimated. */
export interface RunnableMeasurement<T = OutcomeOf<MeasurementKind>> {
  /** Runs to the end, or as far as it got when stopped. Rejects with UserError when something must change. */
  run(): Promise<T>;
  /** What each of its runs would cost. Sends nothing; rejects as `run` does. */
  estimate(): Promise<RunEstimate[]>;
  /** Stage one lets requests in flight finish; stage two aborts them. */
  stop(stage: 1 | 2): void;
}

type KindOf<K extends MeasurementKind> = {
  create(start: Measurement<K>, context: MeasureContext): RunnableMeasurement<OutcomeOf<K>>;
  /** The outcome in one line of the log. */
  describe(outcome: OutcomeOf<K>): string;
};

const kinds: { [K in MeasurementKind]: KindOf<K> } = {
  run: {
    create: (start, context) => new RunMeasurement(start, context),
    describe: ({ state, folder, totalRequests, failedRequests }) =>
      `Run ${state}: ${totalRequests} requests, ${failedRequests} failed, in ${folder}`,
  },
  ab: {
    create: (start, context) => new AbTest(start, context),
    describe: ({ state, folder, sides }) => `A/B test ${state}: ${sides.length} sides, in ${folder}`,
  },
  'load-test': {
    create: (start, context) => new LoadTestMeasurement(start, context),
    describe: ({ state, folder, levels }) => `Load test ${state}: ${levels.length} levels, in ${folder}`,
  },
  heatmap: {
    create: (start, context) => new HeatmapMeasurement(start, context),
    describe: ({ state, folder }) => `Heatmap ${state}, in ${folder}`,
  },
};

export function createMeasurement(measurement: Measurement, context: MeasureContext): RunnableMeasurement {
  return kindOf(measurement.kind).create(measurement, context);
}

/** The outcome of a measurement in one line of the log. */
export function describeOutcome<K extends MeasurementKind>(kind: K, outcome: OutcomeOf<K>): string {
  return kinds[kind].describe(outcome);
}

function kindOf(kind: MeasurementKind): KindOf<MeasurementKind> {
  return kinds[kind] as KindOf<MeasurementKind>;
}
