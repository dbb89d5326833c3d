/** Limits in seconds. A request that meets all of them counts towards goodput. */
export interface Slo {
  ttft?: number | undefined;
  ttlt?: number | undefined;
  tpot?: number | undefined;
}

const keys = ['ttft', 'ttlt', 'tpot'] as const;

/** Whether any limit is set. */
export function hasLimits(slo: Slo): boolean {
  return keys.some(key => slo[key] !== undefined);
}

/** Whether a request met every limit. A limit without a measured value is not met. */
export function meetsSlo(slo: Slo, values: Readonly<Record<keyof Slo, number | null>>): boolean {
  return keys.every(key => {
    const [limit, value] = [slo[key], values[key]];
    return limit === undefined || (value !== null && value <= limit);
  });
}
