import { countOf } from '../format/quantities.ts';
import type { FoundPrice } from './price.ts';

interface Found {
  readonly price: FoundPrice | null;
  /** Requests that did not report all that is charged for. */
  readonly unknown: number;
  /** Requests whose tokens we counted. */
  readonly estimated: number;
  /** Tokens read from and written to a prompt cache. */
  readonly cachedInput: number;
  readonly cacheWrite: number;
  /** Dimensions of time without a price or a time. */
  readonly unpricedTime: readonly string[];
}

/** What may be wrong about the amounts of a run, as sentences, the gravest first. */
export function costNotes(found: Found): string[] {
  const { price, unknown, estimated, cachedInput, cacheWrite, unpricedTime } = found;
  const notes: string[] = [];
  if (unknown > 0) {
    const did = unknown === 1 ? 'it' : 'they';
    notes.push(
      `${countOf(unknown, 'request')} did not report all tokens: what ${did} cost beyond that is not known and not in the total.`,
    );
  }
  if (estimated > 0) {
    notes.push(
      `The provider reported no token counts for ${countOf(estimated, 'request')}: the cost rests on tokens counted here.`,
    );
  }
  for (const name of unpricedTime) {
    notes.push(`What "${name}" cost is not known: it lacks a price, or the run a length.`);
  }
  if (price && cachedInput > 0 && price.cachedInput === undefined) {
    notes.push(
      'The price says nothing of tokens read from the cache ("cachedInput"): they were charged as input tokens, likely too high.',
    );
  }
  if (price && cacheWrite > 0 && price.cacheWrite === undefined) {
    notes.push(
      'The price says nothing of tokens written to the cache ("cacheWrite"): they were charged as input tokens, likely too low.',
    );
  }
  return [...notes, ...(price?.warnings ?? [])];
}
