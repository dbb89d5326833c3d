const controlSequence = '\u001b[';

/** The codes that start and end each style of the command line (ECMA-48, SGR). */
export const styleCodes = {
  bold: [1, 22],
  dim: [2, 22],
  good: [32, 39],
  bad: [31, 39],
  warn: [33, 39],
  accent: [36, 39],
} as const;

/** The sequence that starts or ends a style. */
export function styleSequence(code: number): string {
  return `${controlSequence}${code}m`;
}

const ownSequences = new RegExp(
  `(${[...new Set(Object.values(styleCodes).flat())].map(code => styleSequence(code).replace('[', '\\[')).join('|')})`,
);

/**
 * Control characters but tab and line feed, and the characters that change the direction of text: from a
 * plan, a server or a file, they could write to the clipboard, overwrite lines, or show another command.
 */
const active = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text that a terminal only shows: its active characters are written as `\u001b`, which JSON reads back as
 * the same characters. With `styled`, the colours and weights of this command line stay.
 */
export function inertText(text: string, styled: boolean): string {
  if (!styled) return shown(text);
  return text
    .split(ownSequences)
    .map((part, i) => (i % 2 === 0 ? shown(part) : part))
    .join('');
}

function shown(text: string): string {
  return text.replaceAll(active, c =>
    c === '\n' || c === '\t' ? c : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Erases from `rows` rows above the cursor to the end of the screen. */
export function erasure(rows: number): string {
  return rows === 0 ? '' : `${controlSequence}${rows}A\r${controlSequence}J`;
}
