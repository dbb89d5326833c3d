import { basename, dirname } from 'node:path';
import { type Sample, type SampleFacts, sampleOf } from '../core/compare/sample.ts';
import { bodyText } from '../core/format/bodyText.ts';
import { contributedStats } from '../core/stats/contributedStats.ts';
import type { LoadedRun } from '../folder/loadRun.ts';
import type { PriceBook } from '../prices/priceBook.ts';
import { savedCost } from './savedCost.ts';
import { endpointOf, sloOf } from './savedRuns.ts';

/**
 * A run that was loaded with its responses, as one side of a comparison.
 * @param book prices for its costs, instead of the prices at the time of the run
 * @param holds selects responses by their index. Default: all
 */
export function savedSample(
  run: LoadedRun,
  name: string,
  book: PriceBook | null = null,
  holds?: (index: number) => boolean,
): Sample {
  const indices = [...run.responses.keys()].filter(holds ?? (() => true));
  const requests = indices.flatMap(i => {
    const response = run.responses[i];
    return response ? [{ response, trace: run.traces[i] ?? null }] : [];
  });
  const cost = savedCost(run, book);
  return sampleOf(requests, {
    ...factsOf(run),
    ...(holds === undefined && { contributed: contributedStats(run.stats) }),
    name,
    currency: cost?.result.currency ?? null,
    ...(cost && { costs: indices.map(i => cost.perResponse[i] ?? Number.NaN) }),
  });
}

/** For a folder that Python wrote, everything that only our sidecar contains is unknown. */
function factsOf(run: LoadedRun): Omit<SampleFacts, 'name' | 'currency'> {
  const { summary, sidecar, partial } = run;
  const endpoint = endpointOf(run);
  return {
    clients: summary.clients,
    warmup: sidecar?.plan?.warmup ?? null,
    stream: endpoint.stream,
    server: endpoint.baseUrl === null ? null : `${endpoint.baseUrl} ${endpoint.model}`,
    transport: sidecar?.environment?.transport ?? null,
    diagnostics: (sidecar?.diagnostics ?? []).map(({ id }) => id),
    clientLimited: sidecar?.diagnostics?.find(({ id }) => id === 'client-limited')?.affected ?? null,
    partial,
    turns: sidecar?.turns ?? null,
    body: bodyText(sidecar?.plan ?? null),
    slo: sloOf(sidecar?.plan ?? null),
    testTime: summary.total_test_time,
    cacheBeside: run.cacheBeside,
  };
}

/** A unique name per folder: its name, else its parent folder and name, else its full path. */
export function distinctNames(called: readonly { name: string | null; folder: string }[]): string[] {
  const names = called.map(({ name, folder }) => name ?? basename(folder));
  const folders = called.map(({ folder }) => folder);
  const named = [names, names.map((name, i) => `${basename(dirname(folders[i] ?? ''))}/${name}`), folders];
  return named.find(choice => new Set(choice).size === choice.length) ?? folders;
}
