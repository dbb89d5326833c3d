/**
 * A time in LLMeter's files: UTC with suffix `Z` and 0, 3 or 6 fractional digits, as few as the value
 * needs (Python 3.10 reads no other number of digits). `time` is milliseconds since the epoch.
 */
export function writeTime(time: number): string {
  const microseconds = Math.round(time * 1000);
  const seconds = Math.floor(microseconds / 1e6);
  const fraction = microseconds - seconds * 1e6;
  const text = new Date(seconds * 1000).toISOString().slice(0, -5);
  if (fraction === 0) return `${text}Z`;
  const digits = String(fraction).padStart(6, '0');
  return `${text}.${digits.endsWith('000') ? digits.slice(0, 3) : digits}Z`;
}

const form = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;

/** Milliseconds since the epoch, or null if the text is not a time. A time without a zone is UTC. */
export function readTime(text: string): number | null {
  const parts = form.exec(text);
  if (!parts) return null;
  const [, date, minutes, seconds = ':00', zone = 'Z'] = parts;
  const [whole, fraction = ''] = seconds.split('.');
  const at = Date.parse(`${date}T${minutes}${whole}${zone}`);
  return Number.isNaN(at) ? null : at + Number(fraction === '' ? 0 : `0.${fraction}`) * 1000;
}
