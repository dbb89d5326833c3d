import { arrivalOf, leadingEvents } from './arrival.ts';
import { plausibleTokens } from './plausibleTokens.ts';

/**
 * Why the stream of an answer does not determine its time per output token. `buffered`: its events came at
 * once; `firstEvent`: much of the answer came with the first event, in a time that is not known;
 * `unseenTokens`: the count includes tokens that were not sent; `choices`: it covers several answers;
 * `media`: the tokens of sound and images are not known.
 */
export const paceDoubts = ['buffered', 'firstEvent', 'unseenTokens', 'choices', 'media'] as const;
export type PaceDoubt = (typeof paceDoubts)[number];

/** What is known about the events of a streamed answer. */
export interface Stream {
  /** Seconds between successive generated events. */
  readonly gaps: readonly number[];
  readonly otherChoices: boolean;
  readonly media: boolean;
  /** Texts of the events in order, reasoning included; null for an event without a known text. */
  readonly texts: readonly (string | null)[];
}

/** With less than this share of an event for each token, the events are clearly not tokens. */
const perToken = 2 / 3;
/** Share of the tokens that may come with the first event. They arrive in no time, which shortens TPOT. */
const toleratedFirst = 0.25;
/** More tokens than this times a generous guess, and some for markup that is not shown, cannot be in the text. */
const toleratedTokens = 1.5;
const markupTokens = 10;

/** null if the stream determines the time per output token, as far as its events tell. */
export function paceDoubt(stream: Stream, outputTokens: number): PaceDoubt | null {
  if (stream.otherChoices) return 'choices';
  if (stream.media) return 'media';
  if (arrivalOf(stream.gaps) === 'buffered') return 'buffered';
  const events = stream.gaps.length + 1;
  const first = leadingEvents(stream.gaps);
  if (events >= outputTokens * perToken) {
    return tooMany((first / events) * outputTokens, outputTokens) ? 'firstEvent' : null;
  }
  const texts = stream.texts.filter(text => text !== null);
  if (texts.length < stream.texts.length) return null;
  const counted = texts.map(plausibleTokens);
  const all = sum(counted);
  if (outputTokens > all * toleratedTokens + markupTokens) return 'unseenTokens';
  const share = all === 0 ? 0 : sum(counted.slice(0, first)) / all;
  return tooMany(share * outputTokens, outputTokens) ? 'firstEvent' : null;
}

function tooMany(firstTokens: number, outputTokens: number): boolean {
  return firstTokens - 1 > (outputTokens - 1) * toleratedFirst;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
