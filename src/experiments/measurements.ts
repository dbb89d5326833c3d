/**
 * The experiments module owns the kinds of measurement: an A/B test, a load test and a heatmap are sequences of
 * runs with a folder that says what they are together. It never sends a request itself: each run is a
 * `RunMeasurement`. Start with the list below. A new kind adds its name to protocol/measurementKind.ts, its start
 * and outcome to protocol/measurement.ts, a class in this folder, and a line in the list.
 */

import { UserError } from '../core/base/errors.ts';
import { estimateSentence } from '../core/cost/costWords.ts';
import { estimateTogether, type RunEstimate } from '../core/cost/estimateTogether.ts';
import { type ConsentPart, consentOf } from '../measure/consent/consentOf.ts';
import { parsePlan, type RunPlan } from '../measure/plan/parsePlan.ts';
import { type MeasureContext, RunMeasurement } from '../measure/runMeasurement.ts';
import type { ConsentList, PlanPlace } from '../protocol/consent.ts';
import type { Measurement, OutcomeOf } from '../protocol/measurement.ts';
import type { MeasurementKind } from '../protocol/measurementKind.ts';
import { AbTest } from './abTest.ts';
import { HeatmapMeasurement } from './heatmap.ts';
import { heatmapPlan } from './heatmapPlan.ts';
import { checkLoadTest, LoadTestMeasurement, levelPlan } from './loadTest.ts';
import { checkRepeats, RepeatsMeasurement, withoutRepeats } from './repeats.ts';
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
  /** The plan of each of its runs, with what decides whether it needs consent. */
  parts(start: Checked<K>): ConsentPart[];
  /** The outcome in one line of the log. */
  describe(outcome: OutcomeOf<K>): string;
};

const kinds: { [K in MeasurementKind]: KindOf<K> } = {
  run: {
    check: start => ({ ...start, plan: withoutRepeats(parsePlan(start.plan, 'The plan'), 'A single run') }),
    create: (start, context) => new RunMeasurement(start, context),
    parts: start => [partOf(start)],
    describe: ({ state, folder, totalRequests, failedRequests }) =>
      `Run ${state}: ${totalRequests} requests, ${failedRequests} failed, in ${folder}`,
  },
  ab: {
    check: start => ({ ...start, sides: checkSides(start.sides) }),
    create: (start, context) => new AbTest(start, context),
    parts: ({ sides, baseFolder, place }) =>
      sides.map(side =>
        partOf({ ...side, baseFolder: side.baseFolder ?? baseFolder, place: side.place ?? place }),
      ),
    describe: ({ state, folder, sides }) => `A/B test ${state}: ${sides.length} sides, in ${folder}`,
  },
  'load-test': {
    check: checkLoadTest,
    create: (start, context) => new LoadTestMeasurement(start, context),
    parts: start => start.levels.map(clients => partOf({ ...start, plan: levelPlan(start, clients) })),
    describe: ({ state, folder, levels }) => `Load test ${state}: ${levels.length} levels, in ${folder}`,
  },
  heatmap: {
    check: start => ({ ...start, plan: heatmapPlan(start) }),
    create: (start, context) => new HeatmapMeasurement(start, context),
    parts: start => [partOf(start)],
    describe: ({ state, folder }) => `Heatmap ${state}, in ${folder}`,
  },
  repeats: {
    check: checkRepeats,
    create: (start, context) => new RepeatsMeasurement(start, context),
    parts: start => [partOf(start)],
    describe: ({ state, folder, runs }) => `Repeated run ${state}: ${runs.length} runs, in ${folder}`,
  },
};

/** Checks a measurement and creates the object that runs it. Throws UserError. */
export function createMeasurement(measurement: Measurement, context: MeasureContext): RunnableMeasurement {
  const { check, create } = kindOf(measurement.kind);
  return create(check(measurement), context);
}

/**
 * Throws UserError if the person did not agree to what the measurement does, or if its plans are not valid. To be
 * called before anything else is done with a measurement.
 */
export async function refuseUnagreed(measurement: Measurement, context: MeasureContext): Promise<void> {
  const { consent } = await askedOf(measurement, context);
  if (consent.sections.length > 0 && measurement.agreed !== consent.hash) {
    throw new UserError(refusalOf(consent));
  }
}

/**
 * What a person has to agree to before this measurement. The cost is added where finding it out needs nothing
 * that has to be agreed to itself. Throws UserError for plans that are not valid.
 */
export async function consentList(measurement: Measurement, context: MeasureContext): Promise<ConsentList> {
  const { checked, consent } = await askedOf(measurement, context);
  if (consent.sections.length === 0) return publicList(consent);
  if (!consent.mayEstimate)
    return publicList(withSentence(consent, 'What it costs is not known before you agree.'));
  const { create } = kindOf(measurement.kind);
  const estimates = await create(checked, context)
    .estimate()
    .catch(() => []);
  const estimate = estimates.some(({ estimate }) => estimate === null) ? null : estimateTogether(estimates);
  const cost =
    estimate === null ? 'No price is known, so the cost is not known either.' : estimateSentence(estimate);
  return publicList(withSentence(consent, cost));
}

function withSentence(list: ConsentList, sentence: string): ConsentList {
  return { ...list, amount: [...list.amount, sentence] };
}

async function askedOf(measurement: Measurement, { environment }: MeasureContext) {
  const { check, parts } = kindOf(measurement.kind);
  const checked = check(measurement);
  const consent = await consentOf(parts(checked), environment, measurement.kind === 'load-test');
  return { checked, consent };
}

function publicList({ hash, sections, amount, folder }: ConsentList): ConsentList {
  return { hash, sections, amount, folder };
}

function refusalOf({ sections }: ConsentList): string {
  const asked = sections.map(({ title, lines }) => `${title}: ${lines.join('; ')}.`);
  return `Nothing was sent, because nobody agreed to what the plan does. ${asked.join(' ')}`;
}

/** What decides about consent, of a start or a side. */
function partOf({
  plan,
  baseFolder,
  place,
  secrets,
}: Omit<ConsentPart, 'place'> & { place?: PlanPlace | undefined }): ConsentPart {
  return { plan, baseFolder, place, secrets };
}

/** The outcome of a measurement in one line of the log. */
export function describeOutcome<K extends MeasurementKind>(kind: K, outcome: OutcomeOf<K>): string {
  return kinds[kind].describe(outcome);
}

function kindOf(kind: MeasurementKind): KindOf<MeasurementKind> {
  return kinds[kind] as KindOf<MeasurementKind>;
}
