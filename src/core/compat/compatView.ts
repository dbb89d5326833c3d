/** One number as another tool would print it. */
export interface CompatMetric {
  /** The tool's own name of it. */
  readonly name: string;
  /** Null where our records do not hold what it takes. */
  readonly value: number | null;
  readonly unit: string;
}

/** Our records of a run through another tool's formulas. */
export interface CompatView {
  readonly tool: string;
  /** Which version's source the formulas were read from, and where. */
  readonly source: string;
  readonly metrics: readonly CompatMetric[];
  /** The formulas in words, for tooltips. */
  readonly formulas: readonly { readonly of: string; readonly text: string }[];
  /** What our records cannot reproduce, as sentences. */
  readonly gaps: readonly string[];
}
