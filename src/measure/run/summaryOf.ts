import { type RunEnd, summarizeRun } from '../../core/stats/runSummary.ts';
import type { EndpointIdentity } from '../../endpoints/contract/identity.ts';
import type { RunConfig } from './runConfig.ts';
import type { RunResult } from './runResult.ts';
import type { RunTally } from './runTally.ts';

/** LLMeter's summary of a run that is saved in `outputPath`, from its tally. */
export function summaryOf(
  { clients, requests, name, description }: RunConfig,
  { modelId, endpointName, provider }: EndpointIdentity,
  outputPath: string | null,
  { firstRequestTime, lastRequestTime, count }: RunTally['stats'],
  end: Pick<RunEnd, 'startTime' | 'endTime' | 'totalTestTime' | 'interrupted'>,
): RunResult['summary'] {
  return summarizeRun(
    { clients, requests, modelId, endpointName, provider, name, description, outputPath },
    { ...end, firstRequestTime, lastRequestTime, totalRequests: count },
  );
}
