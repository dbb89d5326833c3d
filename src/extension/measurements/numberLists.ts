import { UserError } from '../../core/base/errors.ts';

/** Whole numbers of at least 1 as people write them, or a sentence on what is wrong. */
export type NumberList = { numbers: number[] } | { problem: string };

/** Checks what other programs passed as `key`. Throws UserError unless all are whole numbers of at least 1. */
export function checkNumbers(key: string, value: unknown): void {
  const isCount = (number: unknown) => typeof number === 'number' && Number.isInteger(number) && number >= 1;
  if (Array.isArray(value) && value.every(isCount)) return;
  throw new UserError(`\`${key}\` must be a list of whole numbers of at least 1, e.g. [1, 2, 4].`);
}

/** Reads "1, 2, 4" or "1 2 4"; ascending, without duplicates. `what` names the numbers in sentences. */
export function parseNumbers(text: string, what: string): NumberList {
  const words = text.split(/[\s,;]+/).filter(word => word !== '');
  const wrong = words.find(word => !/^\d+$/.test(word) || Number(word) < 1);
  if (wrong !== undefined) return { problem: `“${wrong}” is not a whole number of at least 1.` };
  const numbers = words.map(Number);
  const twice = numbers.find((number, i) => numbers.indexOf(number) !== i);
  if (twice !== undefined) return { problem: `${twice} is listed twice.` };
  if (numbers.length === 0) return { problem: `Enter ${what}, separated by commas, e.g. 1, 2, 4.` };
  return { numbers: numbers.sort((a, b) => a - b) };
}
