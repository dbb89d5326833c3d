/** What stands where a value is missing; a missing value is never 0. */
export const missing = '—';

/** How numbers of one row or axis are written: one unit and one number of decimals for all of them. */
export interface QuantityScale {
  /** The unit to print beside each number, e.g. `ms`; empty for plain counts. */
  readonly unit: string;
  /** Writes a value given in the metric's own unit, without the unit. */
  number(value: number): string;
  /** The same with the unit. */
  text(value: number): string;
}

function decimalsFor(magnitude: number): number {
  if (magnitude === 0) return 0;
  if (magnitude >= 100) return 0;
  if (magnitude >= 10) return 1;
  return 2;
}

function scale(unit: string, factor: number, decimals: number): QuantityScale {
  const digits = new Intl.NumberFormat('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    // No sign before a zero.
    signDisplay: 'negative',
  });
  const number = (value: number) => (Number.isFinite(value) ? digits.format(value * factor) : missing);
  return {
    unit,
    number,
    text: value => (Number.isFinite(value) && unit !== '' ? `${number(value)} ${unit}` : number(value)),
  };
}

/**
 * Chooses unit and decimals so that `reference` reads well ("182 ms", "1.43 s", "48.2 tokens/s"); use one
 * scale for numbers that are to be compared. `unit` is the metric's: `s` is shown as µs, ms or s, a currency
 * (three capitals) with as many decimals as small amounts need, anything else as it is written.
 */
export function quantityScale(unit: string, reference: number | null): QuantityScale {
  const size = Math.abs(reference ?? 0) || 0;
  if (unit === 's') {
    // What no decimal of a microsecond shows is a difference of rounding.
    if (size < 5e-9) return scale('ms', 1e3, 0);
    if (size >= 1) return scale('s', 1, decimalsFor(size));
    if (size >= 0.001) return scale('ms', 1e3, decimalsFor(size * 1e3));
    return scale('µs', 1e6, decimalsFor(size * 1e6));
  }
  // Amounts of money are often far below a cent; three digits tell them apart.
  if (/^[A-Z]{3}$/.test(unit)) {
    return scale(unit, 1, size === 0 ? 2 : Math.min(12, Math.max(2, 2 - Math.floor(Math.log10(size)))));
  }
  const whole = Number.isInteger(size) || size >= 100;
  return scale(unit, 1, whole ? 0 : decimalsFor(size));
}

/** One number for people, its unit included; null and NaN are the missing sign. */
export function formatQuantity(value: number | null, unit: string): string {
  return value === null || !Number.isFinite(value) ? missing : quantityScale(unit, value).text(value);
}

/** A time in seconds for people: `0.182` is "182 ms". */
export function formatSeconds(seconds: number | null): string {
  return formatQuantity(seconds, 's');
}

/** A moment of the run, in seconds after its start, always as seconds so that moments compare: "1.43 s". */
export function formatMoment(seconds: number | null): string {
  return seconds === null || !Number.isFinite(seconds) ? missing : scale('s', 1, 2).text(seconds);
}

/** A whole number with thousands separators. */
export function formatCount(count: number | null): string {
  return count === null || !Number.isFinite(count) ? missing : count.toLocaleString('en-US');
}

/** A share of 0..1 as "12 %", with a decimal under 10 %. */
export function formatPercent(share: number | null): string {
  if (share === null || !Number.isFinite(share)) return missing;
  const percent = share * 100;
  const decimals = percent !== 0 && percent !== 100 && (percent < 10 || percent > 99) ? 1 : 0;
  return `${percent.toFixed(decimals)} %`;
}

/** A longer time in seconds for people: "8.2 s", "45 s", "2 min 05 s", "1 h 02 min". */
export function formatDuration(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return missing;
  if (seconds < 1) return formatSeconds(seconds);
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const two = (n: number) => String(n).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

/** A count with its noun: `1 request`, `1,200 requests`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
