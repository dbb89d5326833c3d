/** Tokenizers split digits into threes or one by one, so numbers of equal length have equally many tokens. */
const digits = 12;
const numbers = 10n ** BigInt(digits);
/** Coprime to `numbers`, so no two indexes share a number; near its golden ratio, so neighbours are far apart. */
const stride = 618_033_988_749n;

/** A unique number of 12 digits per index. Neighbouring indexes differ from the first digit on. */
export function ownNumber(seed: number, index: number): string {
  const start = BigInt.asUintN(53, BigInt(seed)) * 1_000_003n;
  return String((start + BigInt(index) * stride) % numbers).padStart(digits, '0');
}

/** Replaces the number at the beginning of all texts inside `value`. Returns how many it replaced. */
export function renumber(value: object, number: string): number {
  let met = 0;
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === 'string') {
      if (!/^\d{12}(?: |$)/.test(item)) continue;
      Object.assign(value, { [key]: number + item.slice(digits) });
      met += 1;
    } else if (typeof item === 'object' && item !== null && !(item instanceof Uint8Array)) {
      met += renumber(item, number);
    }
  }
  return met;
}
