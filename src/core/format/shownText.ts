/**
 * Control characters but tab and line feed, and the characters that change the direction of text: from a
 * plan, a server or a file, they could write to the clipboard, overwrite lines, or show another command.
 */
const active = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Text that is only shown: its active characters are written as `\u001b`, which JSON reads back as the same. */
export function shownText(text: string): string {
  return text.replaceAll(active, c => (c === '\n' || c === '\t' ? c : code(c)));
}

/** The same in one line, for texts beside which others must be believed. */
export function shownLine(text: string): string {
  return text.replaceAll(active, code);
}

function code(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
