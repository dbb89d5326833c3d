/** Limits that make a request good; seconds. */
export interface Slo {
  ttft?: number | undefined;
  ttlt?: number | undefined;
  tpot?: number | undefined;
}

const keys = ['ttft', 'ttlt', 'tpot'] as const;

/** Whether there is anything to judge by. */
export function hasLimits(slo: Slo): boolean {
  return keys.some(key => slo[key] !== undefined);
}

/** Whether every limit was met; a limit without a value to judge by was not. */
export function meetsSlo(slo: Slo, values: Readonly<Record<keyof Slo, number | null>>): boolean {
  return keys.every(key => {
    const [limit, value] = [slo[key], values[key]];
    return limit === undefined || (value !== null && value <= limit);
  });
}
