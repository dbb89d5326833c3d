/**
 * The exact sum of doubles: no digit is lost, in any order. It is stored as a few doubles that do not overlap
 * (Shewchuk's partials), so adding is fast and the mean is available at any time.
 */
export class ExactSum {
  #partials: number[] = [];
  /** Plain sum of values that are not finite; 0 if there are none. */
  #special = 0;
  /** The part of the sum that exceeded the range of doubles, in units of 2^-1074. */
  #overflow = 0n;

  add(value: number): void {
    if (!Number.isFinite(value)) {
      this.#special += value;
      return;
    }
    const partials = this.#partials;
    let x = value;
    let kept = 0;
    for (const partial of partials) {
      let y = partial;
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      if (!Number.isFinite(high)) {
        this.#overflow += units(x) + units(y);
        x = 0;
        continue;
      }
      const low = y - (high - x);
      if (low !== 0) partials[kept++] = low;
      x = high;
    }
    partials.length = kept;
    if (x !== 0) partials.push(x);
  }

  /** Sum / count, rounded once to the nearest double (Python's `statistics.mean`, llmeter-format 5.1). */
  mean(count: number): number {
    if (this.#special !== 0) return this.#special / count;
    let sum = this.#overflow;
    for (const partial of this.#partials) sum += units(partial);
    return unitsToNumber(sum, BigInt(count));
  }
}

/** A finite double as a whole number of 2^-1074, the smallest double. */
function units(value: number): bigint {
  const bits = new BigUint64Array(Float64Array.of(value).buffer)[0] ?? 0n;
  const exponent = Number(bits >> 52n) & 0x7ff;
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = exponent === 0 ? fraction : (fraction | 0x10000000000000n) << BigInt(exponent - 1);
  return value < 0 ? -magnitude : magnitude;
}

/** numerator / denominator units of 2^-1074 as the nearest double, ties to even. */
function unitsToNumber(numerator: bigint, denominator: bigint): number {
  if (numerator < 0n) return -unitsToNumber(-numerator, denominator);
  const whole = numerator / denominator;
  // Doubles have 53 bits; the bits below them decide the rounding.
  const drop = BigInt(Math.max(0, whole.toString(2).length - 53));
  let mantissa = whole >> drop;
  const rest = numerator - (mantissa << drop) * denominator;
  const half = denominator << drop;
  if (2n * rest > half || (2n * rest === half && (mantissa & 1n) === 1n)) mantissa += 1n;
  // In two steps, because one factor of 2 ** shift could be outside the range of doubles.
  const shift = Number(drop) - 1074;
  const near = Math.max(shift, -1000);
  return Number(mantissa) * 2 ** near * 2 ** (shift - near);
}
