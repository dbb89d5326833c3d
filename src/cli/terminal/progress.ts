import { formatCount, formatDuration, formatQuantity, quantityScale } from '../../core/format/quantities.ts';
import type { LiveCost, RunProgress, RunSnapshot, RunState } from '../../protocol/run.ts';

/** What a progress bar shows, in words and numbers. */
export interface ProgressFacts {
  label: string;
  /** 0..1, or null if it is not known. */
  share: number | null;
  /** E.g. "84/200" or "12/30s". */
  count: string;
  /** Most important first; those that do not fit are dropped from the end. */
  details: string[];
}

/** What the bar shows of a run now (llmeter-format 6, "Progress bars"). */
export function progressFacts({ state, message, progress, cost }: RunSnapshot): ProgressFacts {
  if (state === 'preparing') return { label: message ?? 'Preparing', share: null, count: '', details: [] };
  const inFlight = inFlightText(progress);
  if (state === 'warming') {
    const { warmupDone, warmupTotal } = progress;
    return {
      label: 'Warm-up',
      share: warmupTotal > 0 ? warmupDone / warmupTotal : null,
      count: `${warmupDone}/${warmupTotal}`,
      details: [inFlight, ...spent(cost)],
    };
  }
  const { share, count } = measured(progress);
  return {
    label: label(state, progress),
    share,
    count,
    details: details(state, progress, share, [inFlight, ...spent(cost)]),
  };
}

/** Answers take time, so those that arrive are the first sign of life. */
function inFlightText({ inFlight, answering }: RunProgress): string {
  const arriving = answering > 0 ? ` (${formatCount(answering)} answering)` : '';
  return `${formatCount(inFlight)} in flight${arriving}`;
}

function measured({ done, total, elapsed, duration }: RunProgress): { share: number | null; count: string } {
  if (total !== null) return { share: total > 0 ? done / total : null, count: `${done}/${total}` };
  if (duration !== null) {
    const length = Math.floor(duration) || duration;
    return { share: elapsed / duration, count: `${Math.min(Math.floor(elapsed), length)}/${length}s` };
  }
  return { share: null, count: String(done) };
}

function label(state: RunState, progress: RunProgress): string {
  if (state === 'stopping') return 'Stopping';
  if (sendingIsOver(progress) && progress.backlog > 0) return 'Processing backlog';
  return progress.total === null ? 'Elapsed' : 'Total requests';
}

function sendingIsOver({ duration, elapsed, sent, total }: RunProgress): boolean {
  return duration === null ? total !== null && sent >= total : elapsed >= duration;
}

function details(state: RunState, progress: RunProgress, share: number | null, first: string[]): string[] {
  const { failed, backlog, elapsed } = progress;
  const left = state === 'running' ? secondsLeft(progress, share) : null;
  return [
    ...first,
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
    ...(left === null ? [] : [`ETA ${formatDuration(left)}`]),
    ...(backlog > 0 ? [`${formatCount(backlog)} to process`] : []),
    `${formatDuration(elapsed)} elapsed`,
  ];
}

/** The cost so far, and the budget if there is one. */
function spent(cost: LiveCost | null): string[] {
  if (cost === null || cost.total === 0) return [];
  const { total, budget, currency } = cost;
  const amount = formatQuantity(total, currency);
  return [
    budget === null
      ? amount
      : `${quantityScale(currency, total).number(total)} of ${formatQuantity(budget, currency)}`,
  ];
}

/** By the pace so far. Null if there is no pace yet, or if only the last responses are awaited. */
function secondsLeft({ elapsed, duration }: RunProgress, share: number | null): number | null {
  if (duration !== null) return elapsed < duration ? duration - elapsed : null;
  if (share === null || share <= 0 || share >= 1) return null;
  return (elapsed / share) * (1 - share);
}
