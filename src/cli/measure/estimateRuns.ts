import { estimateSentence, estimateText, originOf } from '../../core/cost/costWords.ts';
import { estimateTogether, type RunEstimate } from '../../core/cost/estimateTogether.ts';
import type { Measurement } from '../../protocol/measurement.ts';
import type { CliContext } from '../process/context.ts';
import { type ExitCode, exitCodes } from '../process/exitCodes.ts';

/** Says what a run or an experiment would cost, and sends nothing: `--estimate`. */
export async function estimateRuns(
  measurement: Measurement,
  asJson: boolean,
  { openEngine, stdout }: CliContext,
): Promise<ExitCode> {
  const engine = openEngine();
  try {
    const runs = await engine.request('estimateCost', measurement);
    const isExperiment = measurement.kind === 'load-test' || measurement.kind === 'ab';
    const total = estimateTogether(runs);
    const json = isExperiment ? { runs, total } : total;
    stdout.write(`${asJson ? JSON.stringify(json) : textOf(runs, isExperiment).join('\n')}\n`);
    return exitCodes.ok;
  } finally {
    await engine.close();
  }
}

function textOf(runs: readonly RunEstimate[], isExperiment: boolean): string[] {
  if (runs.every(({ estimate }) => estimate === null)) {
    return [
      'No price of this model is known: give a table with --prices. "llmeter prices" shows those there are.',
    ];
  }
  const each = runs.map(
    ({ name, estimate }) => `${name}: ${estimate === null ? 'no price is known' : estimateText(estimate)}.`,
  );
  const total = estimateTogether(runs);
  const origins = runs.flatMap(({ estimate }) => estimate?.price ?? []).map(originOf);
  return [
    ...(isExperiment ? each : []),
    ...(total === null ? [] : [estimateSentence(total)]),
    ...[...new Set(origins)].map(origin => `Price: ${origin}.`),
  ];
}
