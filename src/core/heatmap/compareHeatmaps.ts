import { compareLatency } from '../compare/compareLatency.ts';
import { type ComparisonRow, comparisonRow } from '../compare/comparisonTable.ts';
import { defaultResamples } from '../compare/difference.ts';
import { formatCount } from '../format/quantities.ts';
import { metricDefinitions } from '../metrics/definitions.ts';
import { type HeatmapMetric, heatmapMetrics } from './heatmap.ts';
import type { AskedLengths, HeatmapRequest } from './heatmapOf.ts';

/** How one heatmap did against another where both were asked for the same lengths. */
export interface HeatmapComparison {
  readonly baseline: string;
  readonly candidate: string;
  /** Medians: "100 input, 64 output tokens: TTFT median". */
  readonly rows: readonly LengthRow[];
  /** Which lengths only one of them has, as a sentence; null where both have the same. */
  readonly apart: string | null;
}

export interface LengthRow extends ComparisonRow {
  readonly metric: HeatmapMetric;
}

/** A heatmap's measured requests. */
export interface HeatmapSide {
  readonly name: string;
  readonly requests: readonly HeatmapRequest[];
}

/** How the verdicts are to be read together. */
export const lengthVerdicts =
  'Each verdict is at 95 % confidence: of twenty on equal endpoints one says a difference by chance. The heatmaps were measured one after the other, so a drift between them counts as a difference.';

/** Compares each further heatmap with the first, by the lengths asked for, as runs one after another. */
export function compareHeatmaps(sides: readonly HeatmapSide[]): HeatmapComparison[] {
  const [baseline, ...candidates] = sides;
  if (baseline === undefined) return [];
  const known = byLengths(baseline.requests);
  return candidates.map(candidate => {
    const others = byLengths(candidate.requests);
    const common = [...known.keys()].filter(key => others.has(key));
    return {
      baseline: baseline.name,
      candidate: candidate.name,
      rows: common.flatMap((key, i) => rowsOf(key, known.get(key) ?? [], others.get(key) ?? [], i)),
      apart: apartSentence([
        [baseline.name, known.size - common.length],
        [candidate.name, others.size - common.length],
      ]),
    };
  });
}

function byLengths(requests: readonly HeatmapRequest[]): Map<string, HeatmapRequest[]> {
  const order = (a: AskedLengths, b: AskedLengths) => a.input - b.input || a.output - b.output;
  const asked = requests.flatMap(request => (request.asked === null ? [] : [request.asked])).sort(order);
  const groups = new Map<string, HeatmapRequest[]>(asked.map(lengths => [lengthsText(lengths), []]));
  for (const request of requests) {
    if (request.asked !== null) groups.get(lengthsText(request.asked))?.push(request);
  }
  return groups;
}

function lengthsText({ input, output }: AskedLengths): string {
  return `${formatCount(input)} input, ${formatCount(output)} output tokens`;
}

function rowsOf(
  lengths: string,
  a: readonly HeatmapRequest[],
  b: readonly HeatmapRequest[],
  seed: number,
): LengthRow[] {
  return heatmapMetrics.flatMap(metric => {
    const column = (requests: readonly HeatmapRequest[]) => ({
      values: Float64Array.from(requests, request => request[metric] ?? Number.NaN),
      // Separate runs need no times of sending.
      sentAt: new Float64Array(requests.length),
    });
    const [found] = compareLatency(column(a), column(b), {
      arrangement: 'separate',
      better: 'lower',
      wanted: ['median'],
      seed,
      resamples: defaultResamples,
    });
    if (found === undefined || found.baseline.n + found.candidate.n === 0) return [];
    const definition = metricDefinitions[metric];
    const label = `${lengths}: ${definition.label} ${found.statistic}`;
    return [{ ...comparisonRow(`${lengths} ${metric}`, definition, found), label, metric }];
  });
}

function apartSentence(only: readonly (readonly [name: string, count: number])[]): string | null {
  const parts = only.flatMap(([name, count]) => (count === 0 ? [] : [`${count} only in ${name}`]));
  return parts.length === 0 ? null : `Combinations of lengths not compared: ${parts.join('; ')}.`;
}
