import { basename } from 'node:path';
import { countOf, formatCount } from '../../core/format/quantities.ts';
import type { ExperimentEntry } from '../../protocol/experiments.ts';
import type { ExperimentStep } from '../../protocol/experimentView.ts';
import type { OutcomeOf } from '../../protocol/measurement.ts';
import type { MeasurementKind } from '../../protocol/measurementKind.ts';
import { kindInfo, kindInfos } from './kinds.ts';
import type { LiveMeasurement } from './liveMeasurement.ts';
import type { MeasurementRequest } from './measurementRequest.ts';
import { latencyText, snapshotProgress } from './runTexts.ts';

type Shown = Pick<LiveMeasurement, 'request' | 'steps' | 'stopping'>;

/** What people call a measurement: the recipe's title, or its kind. */
export function kindLabel({ kind, recipe }: Pick<MeasurementRequest, 'kind' | 'recipe'>): string {
  return recipe ?? kindInfo(kind).label;
}

/** "level 2 of 5: 12 of 50", or the total of all steps if they run together. */
export function progressText({ request: { kind }, steps, stopping }: Shown): string {
  const index = steps.findLastIndex(({ state }) => state !== 'waiting');
  if (index < 0) return stopping ? 'stopping' : 'starting';
  const { stepsRunTogether, stepNoun } = kindInfo(kind);
  const step = stepsRunTogether ? totalProgress(steps) : stepProgress(steps[index]);
  const place = stepsRunTogether || steps.length === 1 ? '' : `${stepNoun} ${index + 1} of ${steps.length}: `;
  return `${stopping ? 'stopping, ' : ''}${place}${step}`;
}

function stepProgress(step: ExperimentStep | undefined): string {
  return step?.snapshot ? snapshotProgress(step.snapshot) : 'starting';
}

function totalProgress(steps: readonly ExperimentStep[]): string {
  const all = steps.flatMap(({ snapshot }) => snapshot?.progress ?? []);
  const done = all.reduce((sum, progress) => sum + progress.done, 0);
  const totals = all.flatMap(({ total }) => total ?? []);
  if (totals.length < steps.length) return countOf(done, 'request');
  return `${formatCount(done)} of ${formatCount(totals.reduce((sum, total) => sum + total, 0))}`;
}

/** The text beside a step of a measurement in progress. */
export function stepText(step: ExperimentStep): string {
  if (step.state === 'waiting') return 'waiting';
  const latency = step.snapshot && latencyText(step.snapshot);
  return [stepProgress(step), latency].filter(part => part !== null).join(' · ');
}

/** The text beside a saved experiment's name: "Load test · 5 levels", "A/B test · old vs. new". */
export function experimentSummary({ kind, recipe, runs }: ExperimentEntry): string {
  const { label, stepNoun, stepsRunTogether } = kindInfos[kind];
  const sides = runs.map(folder => basename(folder)).join(' vs. ');
  const count = runs.length > 1 ? countOf(runs.length, stepNoun) : '';
  return [recipe ?? label, stepsRunTogether ? sides : count].filter(part => part !== '').join(' · ');
}

/**
 * What a notification says at the end; null if the user sees the measurement and needs none. The panel of
 * an experiment shows what was measured, but not why it failed.
 */
export function endText(
  request: MeasurementRequest,
  outcome: OutcomeOf<MeasurementKind>,
  isSeen: boolean,
): string | null {
  const { page, endFacts } = kindInfo(request.kind);
  const { state, message, folder } = outcome;
  if (isSeen && (page === 'run' || state !== 'failed')) return null;
  const facts = endFacts(outcome).join(', ');
  const how = state === 'saved' ? 'is complete' : state === 'failed' ? 'failed' : 'is incomplete';
  const end = `${how}${facts && `: ${facts}`}.`;
  return [`${kindLabel(request)} “${basename(folder)}” ${end}`, message]
    .filter(part => part !== null)
    .join(' ');
}
