/** Draws of the values that a statistic might have in similar runs of both sides, one pair per index. */
export interface PairedDraws {
  readonly baseline: Float64Array;
  readonly candidate: Float64Array;
  /** The factor by which draws are spread wider than values of similar runs; default 1. See `expansion`. */
  readonly widened?: number;
}
