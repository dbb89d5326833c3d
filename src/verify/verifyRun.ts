import type { VerifiedFolder } from '../protocol/verification.ts';
import { type RunFolder, readRun } from './files.ts';
import { Ledger } from './ledger.ts';
import { checkStats } from './llmeterStats.ts';
import { checkCostStats, checkOwnFile } from './ownFile.ts';
import { checkRecords } from './records.ts';
import { joined } from './requests.ts';
import { checkSummary, checkWarmup } from './summary.ts';

/** Recomputes every number of a run folder from its records. */
export async function verifyRun(folder: string): Promise<VerifiedFolder> {
  const ledger = new Ledger(folder);
  const run = await readRun(folder, ledger);
  if (run.responses === null) {
    ledger.skip('stats.json', 'everything', 'there is no responses.jsonl, so nothing can be recomputed');
    return ledger.found;
  }
  checkRecords(run, joined(run), ledger);
  const counted = ofLastRun(run, ledger);
  const requests = joined(counted);
  checkSummary(counted, requests, ledger);
  checkWarmup(counted, requests, ledger);
  const done = checkStats(counted, counted.responses?.map(({ json }) => json) ?? [], ledger);
  for (const key of checkCostStats(counted, requests, ledger)) done.add(key);
  for (const key of Object.keys(run.stats ?? {})) {
    if (done.has(key) || key === 'interrupted') continue;
    ledger.skip('stats.json', key, 'a callback contributed it');
  }
  checkInterrupted(run, ledger);
  checkOwnFile(counted, requests, ledger);
  for (const file of ['summary', 'stats'] as const) {
    if (run[file] === null)
      ledger.skip(`${file}.json`, 'everything', 'there is no such file: the run did not end');
  }
  return ledger.found;
}

/**
 * Python LLMeter writes all levels of a load test into one folder, whose statistics are those of the last one
 * (llmeter-format 7.1).
 */
function ofLastRun(run: RunFolder, ledger: Ledger): RunFolder {
  const total = run.summary?.['total_requests'];
  const { responses, own } = run;
  if (own !== null || responses === null || typeof total !== 'number' || responses.length <= total)
    return run;
  const earlier = responses.length - total;
  ledger.skip(
    'responses.jsonl',
    `the first ${earlier} lines`,
    `the summary covers the last ${total}: earlier runs, such as the levels of a load test, wrote to this folder`,
  );
  return { ...run, responses: responses.slice(earlier) };
}

function checkInterrupted({ stats, summary }: RunFolder, ledger: Ledger): void {
  if (stats === null || summary === null) return;
  const stopped = summary['total_test_time'] === null;
  ledger.compare('stats.json', 'interrupted', stats['interrupted'] === true, stopped);
}
