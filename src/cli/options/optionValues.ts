import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../../core/base/duration.ts';
import { parseShare } from '../../core/plan/failurePlan.ts';

/** Reads a whole number of at least `least`; for commander's options. */
export function wholeNumber(least: number): (text: string) => number {
  return text => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(
        least === Number.NEGATIVE_INFINITY
          ? 'It must be a whole number.'
          : `It must be a whole number of at least ${least}.`,
      );
    }
    return value;
  };
}

/**
 * Reads different whole numbers of at least 1, separated by commas.
 * @param what one of them, for the error message: "level"
 */
export function distinctNumbers(what: string): (text: string) => number[] {
  return text => {
    const numbers = text.split(',').map(part => wholeNumber(1)(part.trim()));
    if (new Set(numbers).size < numbers.length) {
      throw new InvalidArgumentError(`Each ${what} must be listed only once.`);
    }
    return numbers;
  };
}

/** Checks a time such as `30`, `30s` or `250ms`, and leaves it as written. */
export function time(text: string): string {
  seconds(text);
  return text;
}

/** Reads a time such as `30`, `30s` or `250ms` as seconds. */
export function seconds(text: string): number {
  try {
    return parseDuration(text, 'It');
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

/** Reads a share: a number from 0 to 1, or a percentage, which is left as written. */
export function share(text: string): number | string {
  if (/^\s*(100(\.0+)?|\d{1,2}(\.\d+)?)\s*%\s*$/.test(text)) return text.trim();
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError('It must be a percentage such as 5%, or a number from 0 to 1.');
  }
  return value;
}

/** Reads a share that is greater than 0 as a number. */
export function positiveShare(text: string): number {
  const read = parseShare(share(text));
  if (read > 0) return read;
  throw new InvalidArgumentError('It must be greater than 0.');
}

/** Reads when failures end a run: at a share, or `never`. */
export function shareOrNever(text: string): number | string {
  if (text.trim() === 'never') return 'never';
  const read = share(text);
  if (Number.parseFloat(text) > 0) return read;
  throw new InvalidArgumentError('It must be greater than 0, or "never".');
}

/** Collects the values of an option that may be given several times. */
export function repeated(text: string, earlier: string[] = []): string[] {
  return [...earlier, text];
}

/** Reads an amount of money. */
export function positiveAmount(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0) {
    throw new InvalidArgumentError('It must be a number greater than 0.');
  }
  return value;
}
