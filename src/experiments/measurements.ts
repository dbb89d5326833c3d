/**
 * The experiments module owns the kinds of measurement: an A/B test, a load test and a heatmap are sequences of
 * runs with a folder that says what they are together. It never sends a request itself: each run is a
 * `RunMeasurement`. Start with the list below. A new kind adds its name to protocol/measurementKind.ts, its start
 * and outcome to protocol/measurement.ts, a class in this folder, and a line in the list.
 */

import type { RunEstimate } from '../core/cost/estimateTogether.ts';
import { parsePlan, type RunPlan } from '../measure/plan/parsePlan.ts';
import { type MeasureContext, RunMeasurement } from '../measure/runMeasurement.ts';
import type { Measurement, OutcomeOf } from '../protocol/measurement.ts';
import type { MeasurementKind } from '../protocol/measurementKind.ts';
import { AbTest } from './abTest.ts';
import { HeatmapMeasurement } from './heatmap.ts';
import { heatmapPlan } from './heatmapPlan.ts';
import { checkLoadTest, LoadTestMeasurement } from './loadTest.ts';
import { checkSides } from './sides.ts';

/** A measurement that can be run once or estimated. */
export interface RunnableMeasurement<T = OutcomeOf<MeasurementKind>> {
  /** Runs to the end, or as far as it got when stopped. Rejects with UserError when something must change. */
  run(): Promise<T>;
  /** What each of its runs would cost. Sends nothing; rejects as `run` does. */
  estimate(): Promise<RunEstimate[]>;
  /** Stage one lets requests in flight finish; stage two aborts them. */
  stop(stage: 1 | 2): void;
}

/** A measurement whose plans are checked. */
type Checked<K extends MeasurementKind> = Measurement<K, RunPlan>;

type KindOf<K extends MeasurementKind> = {
  /** Checks the plans and the settings of the measurement. Throws UserError. */
  check(start: Measurement<K>): Checked<K>;
  create(start: Checked<K>, context: MeasureContext): RunnableMeasurement<OutcomeOf<K>>;
  /** The outcome in one line of the log. */
  describe(outcome: OutcomeOf<K>): string;
};

const kinds: { [K in MeasurementKind]: KindOf<K> } = {
  run: {
    check: start => ({ ...start, plan: parsePlan(start.plan, 'The plan') }),
    create: (start, context) => new RunMeasurement(start, context),
    describe: ({ state, folder, totalRequests, failedRequests }) =>
      `Run ${state}: ${totalRequests} requests, ${failedRequests} failed, in ${folder}`,
  },
  ab: {
    check: start => ({ ...start, sides: checkSides(start.sides) }),
    create: (start, context) => new AbTest(start, context),
    describe: ({ state, folder, sides }) => `A/B test ${state}: ${sides.length} sides, in ${folder}`,
  },
  'load-test': {
    check: checkLoadTest,
    create: (start, context) => new LoadTestMeasurement(start, context),
    describe: ({ state, folder, levels }) => `Load test ${state}: ${levels.length} levels, in ${folder}`,
  },
  heatmap: {
    check: start => ({ ...start, plan: heatmapPlan(start) }),
    create: (start, context) => new HeatmapMeasurement(start, context),
    describe: ({ state, folder }) => `Heatmap ${state}, in ${folder}`,
  },
};

/** Checks a measurement and creates the object that runs it. Plans are checked here only. Throws UserError. */
export function createMeasurement(measurement: Measurement, context: MeasureContext): RunnableMeasurement {
  const { check, create } = kindOf(measurement.kind);
  return create(check(measurement), context);
}

/** The outcome of a measurement in one line of the log. */
export function describeOutcome<K extends MeasurementKind>(kind: K, outcome: OutcomeOf<K>): string {
  return kinds[kind].describe(outcome);
}

function kindOf(kind: MeasurementKind): KindOf<MeasurementKind> {
  return kinds[kind] as KindOf<MeasurementKind>;
}
