/** One value per request, and when and by which client it was sent (same index). */
export interface TimedValues {
  /** NaN = missing. */
  readonly values: ArrayLike<number>;
  readonly sentAt: ArrayLike<number>;
  /** NaN = not known. */
  readonly client?: ArrayLike<number>;
}

/** A value with its client. */
export interface TimedValue {
  readonly value: number;
  readonly at: number;
  readonly client: number;
}

/** The values that are known, in the order of sending. If the client of one is not known, all count as one client. */
export function inOrder({ values, sentAt, client }: TimedValues): TimedValue[] {
  const rows = Array.from(values, (value, i) => ({
    value,
    at: sentAt[i] ?? Number.NaN,
    client: client?.[i] ?? Number.NaN,
  })).filter(({ value, at }) => Number.isFinite(value) && Number.isFinite(at));
  const known = rows.every(row => Number.isFinite(row.client));
  return rows.map(row => (known ? row : { ...row, client: 0 })).sort((a, b) => a.at - b.at);
}

/** The requests without the first of each client, if there are several clients. */
export function withoutStart(rows: readonly TimedValue[]): readonly TimedValue[] {
  const started = new Set<number>();
  const later = rows.filter(({ client }) => started.has(client) || !started.add(client));
  return started.size > 1 ? later : rows;
}
