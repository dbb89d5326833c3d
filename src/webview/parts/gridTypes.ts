export interface GridColumn {
  key: string;
  label: string;
  /** CSS grid track. */
  width: string;
  align: 'left' | 'right';
  /** The cell's text. */
  text: (item: number) => string;
  /** Extra class of the cell. */
  tone?: (item: number) => string | undefined;
  definition?: string;
}

export interface GridSort {
  key: string;
  descending: boolean;
}
