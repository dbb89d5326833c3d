import { UserError } from '../../core/base/errors.ts';

/** Characters of prompts or payloads that are kept in memory. */
const most = 256 * 1024 * 1024;
/** What a prompt takes besides its text. */
const eachOne = 200;

/** Collects prompts or payloads as long as they fit in memory. */
export class Kept<T> {
  readonly items: T[] = [];
  readonly #needed: number | null;
  readonly #most: number;
  #size = 0;

  /** @param needed as many as the run can send at most; null = all that there are */
  constructor(needed: number | null, limit = most) {
    this.#needed = needed;
    this.#most = limit;
  }

  /**
   * Keeps one more. Returns whether there is room for others: if not, those kept are as many as the run needs.
   * Throws UserError if they are not.
   */
  add(item: T, size: number, source: string): boolean {
    this.items.push(item);
    this.#size += size + eachOne;
    if (this.#size <= this.#most) return true;
    if (this.#needed !== null && this.items.length >= this.#needed) return false;
    throw new UserError(
      `${source} holds more prompts than fit in memory. The first ${this.items.length} fit: set "requests" so that the run needs no more than those, or take a part of the file.`,
    );
  }
}
