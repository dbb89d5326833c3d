/** Like `toFixed`, but exact ties go to the even digit, as in Python. */
export function toFixedHalfEven(value: number, digits: number): string {
  const rounded = value.toFixed(digits);
  // A tie is a value whose decimal expansion ends with a 5 one digit later: a multiple of 2^-(digits + 1).
  const further = value.toFixed(digits + 1);
  if (!further.endsWith('5') || !Number.isInteger(value * 2 ** (digits + 1))) return rounded;
  const below = further.slice(0, digits === 0 ? -2 : -1);
  return Number(below.at(-1)) % 2 === 0 ? below : rounded;
}
