import type { Diagnostic } from '../../protocol/run.ts';
import type { RunResult } from './runResult.ts';
import type { RunTally } from './runTally.ts';

type Facts = Pick<RunResult, 'summary' | 'environment' | 'interrupted' | 'cancelled' | 'responses'>;

/**
 * The result of a run for its callbacks, without diagnostics yet. `tell` adds to `reported`; contributions
 * appear in the statistics at once. `endTime`: epoch milliseconds.
 */
export function resultOf(
  { stats, metrics }: RunTally,
  endTime: number,
  reported: Diagnostic[],
  facts: Facts,
): RunResult {
  const currentStats = () => ({
    ...stats.stats(endTime, facts.summary),
    ...(facts.interrupted && { interrupted: true }),
  });
  const result: RunResult = {
    ...facts,
    stats: currentStats(),
    metrics: metrics.metrics({ final: true }),
    diagnostics: [],
    cost: null,
    contribute: values => {
      stats.contribute(values);
      result.stats = currentStats();
    },
    tell: diagnostic => {
      reported.push(diagnostic);
    },
  };
  return result;
}
