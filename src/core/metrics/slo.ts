/** Limits in seconds. A request that meets all of them counts towards goodput. */
export interface Slo {
  ttft?: number | undefined;
  ttlt?: number | undefined;
  tpot?: number | undefined;
}

const keys = ['ttft', 'ttlt', 'tpot'] as const;

export type SloKey = (typeof keys)[number];

type Times = Readonly<Record<SloKey, number | null>>;

/** Whether any limit is set. */
export function hasLimits(slo: Slo): boolean {
  return keys.some(key => slo[key] !== undefined);
}

/**
 * Whether every limit was met. An answer without a time to its first or last token did not meet theirs. One
 * without a TPOT, such as an answer of one token, is judged by the other limits, as in vLLM.
 */
export function meetsSlo(slo: Slo, values: Times): boolean {
  return keys.every(key => {
    const [limit, value] = [slo[key], values[key]];
    return limit === undefined || (value === null ? key === 'tpot' : value <= limit);
  });
}

/** The limits that an answer has no value for. */
export function limitsWithoutValue(slo: Slo, values: Times): SloKey[] {
  return keys.filter(key => slo[key] !== undefined && values[key] === null);
}
