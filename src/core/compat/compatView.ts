/** One number as another tool would print it. */
export interface CompatMetric {
  /** The tool's own name for it. */
  readonly name: string;
  /** Null if our records lack the data for it. */
  readonly value: number | null;
  readonly unit: string;
}

/** A run's numbers, computed from our records with another tool's formulas. */
export interface CompatView {
  readonly tool: string;
  /** The files and versions of the tool's source that the formulas come from. */
  readonly source: string;
  readonly metrics: readonly CompatMetric[];
  /** The formulas in words, for tooltips. */
  readonly formulas: readonly { readonly of: string; readonly text: string }[];
  /** What our records cannot reproduce, as sentences. */
  readonly gaps: readonly string[];
}
