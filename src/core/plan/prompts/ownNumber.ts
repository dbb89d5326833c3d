/** Tokenizers split digits into threes or one by one, so numbers of equal length have equally many tokens. */
const digits = 12;
const numbers = 10n ** BigInt(digits);
/** Coprime to `numbers`, so no two indexes share a number; near its golden ratio, so neighbours are far apart. */
const stride = 618_033_988_749n;

/**
 * A unique number of 12 digits per index. Neighbouring indexes differ from the first digit on.
 * @param salt gives other numbers with the same seed
 */
export function ownNumber(seed: number, index: number, salt = ''): string {
  const start = BigInt.asUintN(53, BigInt(seed)) * 1_000_003n + hash(salt);
  return String((start + BigInt(index) * stride) % numbers).padStart(digits, '0');
}

/** FNV-1a with the last step of MurmurHash3, 64 bits; 0 for no text. */
function hash(text: string): bigint {
  if (text === '') return 0n;
  let value = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++) {
    value = BigInt.asUintN(64, (value ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n);
  }
  value = BigInt.asUintN(64, (value ^ (value >> 33n)) * 0xff51afd7ed558ccdn);
  value = BigInt.asUintN(64, (value ^ (value >> 33n)) * 0xc4ceb9fe1a85ec53n);
  return value ^ (value >> 33n);
}

/** Without the numbers that synthetic prompts begin with, which differ from request to request and run to run. */
export function withoutOwnNumbers(text: string): string {
  return text.replace(/(^|[\n"])\d{12}(?=[ "]|$)/g, '$1');
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
