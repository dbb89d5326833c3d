/** Something that a plan does and a person has to agree to. */
export type Demand =
  | {
      readonly kind: 'key';
      readonly key: string;
      readonly data: string;
      readonly to: string;
      readonly note?: string;
    }
  | { readonly kind: 'address'; readonly data: string; readonly to: string; readonly note?: string }
  | { readonly kind: 'file'; readonly from: string; readonly path: string }
  | { readonly kind: 'module'; readonly path: string; readonly hash: string }
  /** A folder, or an `s3://` address. */
  | { readonly kind: 'output'; readonly path: string };

/** The order in which people read them: what can hurt most comes first. */
export const demandKinds = [
  'module',
  'key',
  'address',
  'file',
  'output',
] as const satisfies readonly Demand['kind'][];
