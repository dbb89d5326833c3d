import { estimateSentence, estimateText, priceOrigin } from '../../core/cost/costWords.ts';
import { estimateTogether, type RunEstimate } from '../../core/cost/estimateTogether.ts';
import type { EnginePort } from '../../engine/enginePort.ts';
import type { Measurement } from '../../protocol/measurement.ts';
import type { CliContext } from '../process/context.ts';

/** Prints what a measurement would cost, and sends nothing: `--estimate`. */
export async function printEstimate(
  engine: EnginePort,
  measurement: Measurement,
  asJson: boolean,
  { stdout }: CliContext,
): Promise<void> {
  const runs = await engine.request('estimateCost', measurement);
  const isExperiment = measurement.kind !== 'run' && measurement.kind !== 'heatmap';
  const total = estimateTogether(runs);
  const json = isExperiment ? { runs, total } : total;
  stdout.write(`${asJson ? JSON.stringify(json) : linesOf(runs, isExperiment).join('\n')}\n`);
}

function linesOf(runs: readonly RunEstimate[], isExperiment: boolean): string[] {
  if (runs.every(({ estimate }) => estimate === null)) {
    return [
      'No price is known for this model. Give a price table with --prices. "llmeter prices" lists the known prices.',
    ];
  }
  const each = runs.map(
    ({ name, estimate }) => `${name}: ${estimate === null ? 'no price is known' : estimateText(estimate)}.`,
  );
  const total = estimateTogether(runs);
  const origins = runs.flatMap(({ estimate }) => estimate?.price ?? []).map(priceOrigin);
  return [
    ...(isExperiment ? each : []),
    ...(total === null ? [] : [estimateSentence(total)]),
    ...[...new Set(origins)].map(origin => `Price: ${origin}.`),
  ];
}
