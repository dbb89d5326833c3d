/**
 * A generous guess at the tokens of a text, for any language and any tokenizer: about one for every four
 * letters of a word, one for every digit and sign, and more than one for a character of other scripts.
 */
export function plausibleTokens(text: string): number {
  let tokens = 0;
  let letters = 0;
  for (let i = 0; i <= text.length; i += 1) {
    const code = i < text.length ? text.charCodeAt(i) : 32;
    const lower = code | 32;
    if (lower >= 97 && lower <= 122) {
      letters += 1;
      continue;
    }
    tokens += Math.ceil(letters / 4);
    letters = 0;
    if (code > 127) tokens += 1.5;
    else if (code > 32) tokens += 1;
    else if (code === 10) tokens += 1;
  }
  return tokens;
}
