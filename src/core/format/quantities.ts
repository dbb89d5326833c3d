/** Shown for a missing value, which is never shown as 0. */
export const missing = '—';

/** How to write the numbers of one row or axis: all with the same unit and the same number of decimals. */
export interface QuantityScale {
  /** The unit to print after each number, e.g. `ms`; empty for plain counts. */
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
    // Omits the sign of a zero.
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
 * Chooses unit and decimals so that `reference` reads well ("182 ms", "1.43 s", "48.2 tokens/s"). Use one
 * scale for numbers that readers compare. `unit` is the metric's unit: `s` is shown as µs, ms or s; a currency
 * (three capitals) gets as many decimals as small amounts need; other units are shown unchanged.
 */
export function quantityScale(unit: string, reference: number | null): QuantityScale {
  const size = Math.abs(reference ?? 0) || 0;
  if (unit === 's') {
    // A value below the shown decimals of a microsecond is a rounding error.
    if (size < 5e-9) return scale('ms', 1e3, 0);
    if (size >= 1) return scale('s', 1, decimalsFor(size));
    if (size >= 0.001) return scale('ms', 1e3, decimalsFor(size * 1e3));
    return scale('µs', 1e6, decimalsFor(size * 1e6));
  }
  // Amounts of money are often far below a cent, so three significant digits are shown.
  if (/^[A-Z]{3}$/.test(unit)) {
    return scale(unit, 1, size === 0 ? 2 : Math.min(12, Math.max(2, 2 - Math.floor(Math.log10(size)))));
  }
  const whole = Number.isInteger(size) || size >= 100;
  return scale(unit, 1, whole ? 0 : decimalsFor(size));
}

/** One number with its unit; `missing` for null and NaN. */
export function formatQuantity(value: number | null, unit: string): string {
  return value === null || !Number.isFinite(value) ? missing : quantityScale(unit, value).text(value);
}

/** Writes a time given in seconds: `0.182` is "182 ms". */
export function formatSeconds(seconds: number | null): string {
  return formatQuantity(seconds, 's');
}

/** Writes the seconds since the start of a run, always in seconds so that they are easy to compare: "1.43 s". */
export function formatMoment(seconds: number | null): string {
  return seconds === null || !Number.isFinite(seconds) ? missing : scale('s', 1, 2).text(seconds);
}

/** A whole number with thousands separators. */
export function formatCount(count: number | null): string {
  return count === null || !Number.isFinite(count) ? missing : count.toLocaleString('en-US');
}

/** A share from 0 to 1 as "12 %", with a decimal below 10 % and above 99 %. */
export function formatPercent(share: number | null): string {
  if (share === null || !Number.isFinite(share)) return missing;
  const percent = share * 100;
  const decimals = percent !== 0 && percent !== 100 && (percent < 10 || percent > 99) ? 1 : 0;
  return `${percent.toFixed(decimals)} %`;
}

/** Writes a longer time given in seconds: "8.2 s", "45 s", "2 min 05 s", "1 h 02 min". */
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
