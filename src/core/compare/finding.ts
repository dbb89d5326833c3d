import type { ComparedKey } from './comparedMetrics.ts';
import type { RunConditions } from './conditions.ts';
import type { RunTiming } from './runTiming.ts';
import type { Sample } from './sample.ts';

/** Something that speaks against comparing two runs. */
export interface Finding {
  /** `forbids`: the measured difference is not one between the endpoints. `caution`: it may mislead. */
  readonly severity: 'forbids' | 'caution';
  /** Completes "Not comparable because ...". */
  readonly because: string;
  /** What to do about it, as a sentence. */
  readonly advice: string;
  /** The metrics it affects; null = all. */
  readonly concerns: readonly ComparedKey[] | null;
}

/** Two runs that are to be compared. */
export interface Pair {
  readonly baseline: Sample;
  readonly candidate: Sample;
  readonly timing: RunTiming;
  readonly decidingMetric: ComparedKey | null;
}

/** Differences of shares and lengths beyond this are reported. */
export const tolerated = 0.1;

export function forbids(
  because: string,
  advice: string,
  concerns: readonly ComparedKey[] | null = null,
): Finding {
  return { severity: 'forbids', because, advice, concerns };
}

export function caution(
  because: string,
  advice: string,
  concerns: readonly ComparedKey[] | null = null,
): Finding {
  return { severity: 'caution', because, advice, concerns };
}

/** The sides for which a condition holds: "A", "both", or null for neither. */
export function sides({ baseline, candidate }: Pair, holds: (run: RunConditions) => boolean): string | null {
  const names = [baseline, candidate].filter(side => holds(side.conditions)).map(side => side.name);
  return names.length === 0 ? null : names.length === 2 ? 'both' : `${names[0]}`;
}
