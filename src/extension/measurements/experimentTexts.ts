import { basename } from 'node:path';
import { countOf, formatCount } from '../../core/format/quantities.ts';
import type { ExperimentEntry } from '../../protocol/experiments.ts';
import type { ExperimentProgress, ExperimentStep } from '../../protocol/experimentView.ts';
import { experimentKinds } from './kinds.ts';
import { latencyText, progressText } from './texts.ts';

/** "level 2 of 5: 12 of 50", or how far all sides are together. */
export function experimentProgressText({ kind, steps, stopping }: ExperimentProgress): string {
  const begun = steps.filter(({ state }) => state !== 'waiting');
  if (begun.length === 0) return stopping ? 'stopping' : 'starting';
  const far = kind === 'ab' ? together(steps) : inTurn(steps, kind);
  return stopping ? `stopping, ${far}` : far;
}

function inTurn(steps: readonly ExperimentStep[], kind: ExperimentProgress['kind']): string {
  const index = steps.findLastIndex(({ state }) => state !== 'waiting');
  const snapshot = steps[index]?.snapshot;
  const requests = snapshot ? progressText(snapshot) : 'starting';
  return steps.length === 1
    ? requests
    : `${experimentKinds[kind].step} ${index + 1} of ${steps.length}: ${requests}`;
}

/** Sides take turns, so their requests are counted together. */
function together(steps: readonly ExperimentStep[]): string {
  const all = steps.flatMap(({ snapshot }) => snapshot?.progress ?? []);
  const done = all.reduce((sum, { done }) => sum + done, 0);
  const totals = all.flatMap(({ total }) => total ?? []);
  if (totals.length < steps.length) return countOf(done, 'request');
  return `${formatCount(done)} of ${formatCount(totals.reduce((sum, total) => sum + total, 0))}`;
}

/** The text beside a step of an experiment in progress. */
export function stepText({ state, snapshot }: ExperimentStep): string {
  if (state === 'waiting') return 'waiting';
  if (!snapshot) return 'starting';
  const latency = latencyText(snapshot);
  return [progressText(snapshot), latency].filter(part => part !== null).join(' · ');
}

/** What stands beside a saved experiment's name: "Load test · 5 levels", "A/B run · old vs. new". */
export function experimentSummary({ kind, recipe, runs }: ExperimentEntry): string {
  const { label, step } = experimentKinds[kind];
  const sides = runs.map(folder => basename(folder)).join(' vs. ');
  return [
    recipe ?? label,
    kind === 'ab' ? sides || null : runs.length > 1 ? countOf(runs.length, step) : null,
  ]
    .filter(part => part !== null)
    .join(' · ');
}
