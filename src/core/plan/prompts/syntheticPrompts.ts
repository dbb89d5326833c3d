import { seededRandom, seedFor } from '../../base/random.ts';
import type { Tokenizer } from '../../tokens/tokenizer.ts';
import { ownNumber } from './ownNumber.ts';

/** Everyday words, most of which are one token in every tokenizer. */
const words =
  'time year people way day man thing woman life child world school state family student group country problem hand part place case week company system program question work government number night point home water room mother area money story fact month lot right study book eye job word business issue side kind head house service friend father power hour game line end member law car city community name president team minute idea body information back parent face others level office door health person art war history party result change morning reason research girl guy moment air teacher force education'.split(
    ' ',
  );

/** A cut inside a word may merge or split tokens. A few tries find a cut that does neither. */
const tries = 50;

/**
 * Prompts of exactly `length` tokens as `tokenizer` counts them, or nearly if it cannot cut there. Each begins
 * with a unique number, so that they share no prefix in a server's cache.
 */
export function syntheticPrompts(
  count: number,
  length: number,
  tokenizer: Tokenizer,
  seed: number,
): string[] {
  return Array.from({ length: count }, (_, index) => syntheticPrompt(index, length, tokenizer, seed));
}

/** One of them. */
export function syntheticPrompt(index: number, length: number, tokenizer: Tokenizer, seed: number): string {
  const random = seededRandom(seedFor(seed, index));
  let prompt = '';
  for (let i = 0; i < tries; i++) {
    prompt = cut(`${ownNumber(seed, index)} ${sentence(length, random)}`, length, tokenizer);
    if (tokenizer.count(prompt) === length) break;
  }
  return prompt;
}

/** At least `length` words, so at least as many tokens. */
function sentence(length: number, random: () => number): string {
  return Array.from({ length }, () => words[Math.floor(random() * words.length)]).join(' ');
}

function cut(text: string, length: number, tokenizer: Tokenizer): string {
  return tokenizer.decode(tokenizer.encode(text).slice(0, length));
}
