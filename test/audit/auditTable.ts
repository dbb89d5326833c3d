/** A table of `npm run audit`: figures of the product's own code over many simulated runs, with fixed seeds. */
export interface AuditTable {
  readonly title: string;
  /** What the figures are and what they should be, as sentences. */
  readonly text: string;
  readonly columns: readonly string[];
  /** One row per scenario, in order; the first cell names it. */
  rows(): Iterable<readonly string[]>;
}

export function percent(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : '–';
}

/** The mean of some numbers; NaN without any. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Numbers 1 to `count`, for the seeds of repetitions. */
export function seeds(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}
