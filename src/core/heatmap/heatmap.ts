/** The metrics of a heatmap. */
export const heatmapMetrics = ['ttft', 'ttlt', 'tpot'] as const;
export type HeatmapMetric = (typeof heatmapMetrics)[number];

/** A range of tokens, from `from` up to but not including `to`. */
export interface LengthBin {
  readonly from: number;
  readonly to: number;
}

/** A metric in a cell, in seconds; null without any value. */
export interface CellValue {
  readonly n: number;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
}

/** The requests of one input and one output bin, or of a whole row or column. */
export interface HeatmapCell {
  readonly requests: number;
  readonly failed: number;
  readonly values: Readonly<Record<HeatmapMetric, CellValue>>;
}

/** Requested lengths with the lengths that were achieved. */
export interface AchievedLengths {
  readonly askedInput: number;
  readonly askedOutput: number;
  readonly requests: number;
  readonly failed: number;
  /** Input tokens of successful requests; null if none is known. */
  readonly input: { readonly min: number; readonly p50: number; readonly max: number } | null;
  /** Output tokens of successful requests; null if none is known. */
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
  /** By input bin, then output bin; null = no requests. */
  readonly cells: readonly (readonly (HeatmapCell | null)[])[];
  /** By input bin, over all outputs. */
  readonly inputMarginals: readonly (HeatmapCell | null)[];
  /** By output bin, over all inputs. */
  readonly outputMarginals: readonly (HeatmapCell | null)[];
  readonly achieved: readonly AchievedLengths[];
  /** What may be wrong with the data, as sentences. */
  readonly warnings: readonly string[];
  /** Says that too many of its requests failed, as sentences; absent if not. */
  readonly tooManyFailures?: readonly string[];
}
