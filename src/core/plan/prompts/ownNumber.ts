/** Tokenizers cut digits in threes or one by one, so that another number of as many has as many tokens. */
const digits = 12;
const numbers = 10n ** BigInt(digits);
/** Near the golden ratio of `numbers` and prime to it: no two indexes share a number, neighbours lie far apart. */
const stride = 618_033_988_749n;

/** A number of 12 digits that no other index has; neighbours differ from the first digit on. */
export function ownNumber(seed: number, index: number): string {
  const start = BigInt.asUintN(53, BigInt(seed)) * 1_000_003n;
  return String((start + BigInt(index) * stride) % numbers).padStart(digits, '0');
}

/** Puts `number` in place of the number that texts within `value` begin with. Gives how many it met. */
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
