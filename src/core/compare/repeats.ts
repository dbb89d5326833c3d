import type { RunConditions } from './conditions.ts';
import type { Sample, SampleColumns } from './sample.ts';

/** With fewer repeats, nothing is known of how much runs differ. */
const fewestRepeats = 3;

/** Runs of the same plan as one side of a comparison. */
export function repeatedSample(name: string, repeats: readonly [Sample, ...Sample[]]): Sample {
  const [first] = repeats;
  const keys = Object.keys(first.columns) as (keyof SampleColumns)[];
  const columns = Object.fromEntries(keys.map(key => [key, joined(repeats.map(one => one.columns[key]))]));
  return {
    name,
    columns: columns as unknown as SampleColumns,
    // Between the runs nothing was measured, so there are no rates of them all.
    window: null,
    steady: null,
    conditions: conditionsOf(repeats.map(({ conditions }) => conditions)),
    repeats,
  };
}

/** The runs of both sides if both were repeated often enough to compare run with run; else null. */
export function repeatsOf(
  baseline: Sample,
  candidate: Sample,
): readonly [readonly Sample[], readonly Sample[]] | null {
  const [a = [], b = []] = [baseline.repeats, candidate.repeats];
  return a.length >= fewestRepeats && b.length >= fewestRepeats ? [a, b] : null;
}

type Column = Float64Array | Uint8Array | null;

function joined(columns: readonly Column[]): Column {
  const [first] = columns;
  if (!first || columns.includes(null)) return null;
  const length = columns.reduce((sum, column) => sum + (column?.length ?? 0), 0);
  const all = first instanceof Uint8Array ? new Uint8Array(length) : new Float64Array(length);
  let from = 0;
  for (const column of columns) {
    all.set(column ?? [], from);
    from += column?.length ?? 0;
  }
  return all;
}

/** What is known of all runs together. Where they differ, the first one decides. */
function conditionsOf(all: readonly RunConditions[]): RunConditions {
  const [first] = all as readonly [RunConditions, ...RunConditions[]];
  const requests = sum(all.map(one => one.requests));
  const weighted = (of: (one: RunConditions) => number) =>
    requests === 0 ? 0 : sum(all.map(one => of(one) * one.requests)) / requests;
  const known = (of: (one: RunConditions) => number | null) =>
    all.some(one => of(one) === null) ? null : weighted(one => of(one) ?? 0);
  const union = <T>(of: (one: RunConditions) => ReadonlySet<T>) => new Set(all.flatMap(one => [...of(one)]));
  return {
    ...first,
    requests,
    diagnostics: [...new Set(all.flatMap(one => one.diagnostics))],
    clientLimited: (all.find(one => one.diagnostics.includes('client-limited')) ?? first).clientLimited,
    partial: all.find(one => one.partial !== null)?.partial ?? null,
    failedShare: weighted(one => one.failedShare),
    prompts: union(one => one.prompts),
    sentPrompts: union(one => one.sentPrompts),
    promptRequests: sum(all.map(one => one.promptRequests)),
    repeatedShare: weighted(one => one.repeatedShare),
    cacheReported: all.every(one => one.cacheReported),
    maxTokens: union(one => one.maxTokens),
    outputTokens: known(one => one.outputTokens),
    tokenSources: union(one => one.tokenSources),
    cachedShare: weighted(one => one.cachedShare),
    cachedTokens: weighted(one => one.cachedTokens),
    cachedInputShare: known(one => one.cachedInputShare),
    coldShare: known(one => one.coldShare),
    setupTime: known(one => one.setupTime),
    retriedShare: weighted(one => one.retriedShare),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
