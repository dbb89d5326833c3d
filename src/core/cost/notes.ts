import { countOf } from '../format/quantities.ts';
import type { FoundPrice } from './price.ts';

interface Found {
  readonly price: FoundPrice | null;
  /** Requests that did not report all billed tokens. */
  readonly unknown: number;
  /** Requests whose tokens were counted here. */
  readonly estimated: number;
  /** Tokens read from a prompt cache. */
  readonly cachedInput: number;
  /** Tokens written to a prompt cache. */
  readonly cacheWrite: number;
  /** Names of time-based dimensions without a price, or without a duration. */
  readonly unpricedTime: readonly string[];
}

/** What may be wrong with the cost of a run, as sentences, most severe first. */
export function costNotes(found: Found): string[] {
  const { price, unknown, estimated, cachedInput, cacheWrite, unpricedTime } = found;
  const notes: string[] = [];
  if (unknown > 0) {
    const their = unknown === 1 ? 'its' : 'their';
    notes.push(
      `${countOf(unknown, 'request')} did not report all token counts, so the total does not include ${their} full cost.`,
    );
  }
  if (estimated > 0) {
    notes.push(
      `The provider did not report all token counts for ${countOf(estimated, 'request')}: the cost is based on tokens counted here.`,
    );
  }
  for (const name of unpricedTime) {
    notes.push(`The cost of "${name}" is not known: it has no price, or the run has no duration.`);
  }
  if (price && cachedInput > 0 && price.cachedInput === undefined) {
    notes.push(
      'The price has no "cachedInput", so tokens read from the cache were charged as input tokens. The cost is probably too high.',
    );
  }
  if (price && cacheWrite > 0 && price.cacheWrite === undefined) {
    notes.push(
      'The price has no "cacheWrite", so tokens written to the cache were charged as input tokens. The cost is probably too low.',
    );
  }
  return [...notes, ...(price?.warnings ?? [])];
}
