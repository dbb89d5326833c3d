import { estimateSentence, originOf } from '../core/cost/costWords.ts';
import type { StartRun } from '../protocol/engine.ts';
import type { CliContext } from './context.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';

/** Says what a plan would cost, and sends nothing: `--estimate`. */
export async function estimateRun(
  start: Omit<StartRun, 'runId'>,
  asJson: boolean,
  { openEngine, stdout }: CliContext,
): Promise<ExitCode> {
  const engine = openEngine();
  try {
    const found = await engine.request('estimateCost', start);
    const text =
      found === null
        ? 'No price of this model is known: give a table with --prices. "llmeter prices" shows those there are.'
        : [estimateSentence(found), ...(found.price ? [`Price: ${originOf(found.price)}.`] : [])].join('\n');
    stdout.write(`${asJson ? JSON.stringify(found) : text}\n`);
    return exitCodes.ok;
  } finally {
    await engine.close();
  }
}
