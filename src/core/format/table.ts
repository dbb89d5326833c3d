/** A table as text, for every output: a terminal, Markdown, a printed page or a screen reader. */
export interface TextTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
