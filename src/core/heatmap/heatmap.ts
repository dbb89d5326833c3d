/** Metrics a heatmap is of. */
export const heatmapMetrics = ['ttft', 'ttlt', 'tpot'] as const;
export type HeatmapMetric = (typeof heatmapMetrics)[number];

/** Tokens from `from` up to, but not with, `to`. */
export interface LengthBin {
  readonly from: number;
  readonly to: number;
}

/** Seconds; null without any value. */
export interface CellValue {
  readonly n: number;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
}

/** Requests of one bin of input by one bin of output lengths, or of a whole row or column. */
export interface HeatmapCell {
  readonly requests: number;
  readonly failed: number;
  readonly values: Readonly<Record<HeatmapMetric, CellValue>>;
}

/** What was asked for beside what came of it. */
export interface AchievedLengths {
  readonly askedInput: number;
  readonly askedOutput: number;
  readonly requests: number;
  readonly failed: number;
  /** Tokens of successful requests; null where none is known. */
  readonly input: { readonly min: number; readonly p50: number; readonly max: number } | null;
  readonly output: { readonly min: number; readonly p50: number; readonly max: number } | null;
}

/** Latency by input and output length. */
export interface Heatmap {
  readonly folder: string;
  readonly name: string;
  readonly model: string;
  readonly bins: 'linear' | 'log';
  readonly inputBins: readonly LengthBin[];
  readonly outputBins: readonly LengthBin[];
  /** By input bin, then output bin; null = no request fell there. */
  readonly cells: readonly (readonly (HeatmapCell | null)[])[];
  /** By input bin over all outputs, and the other way round. */
  readonly inputMarginals: readonly (HeatmapCell | null)[];
  readonly outputMarginals: readonly (HeatmapCell | null)[];
  readonly achieved: readonly AchievedLengths[];
  /** What is odd about the data, as sentences. */
  readonly warnings: readonly string[];
}
