import { shownText } from '../../core/format/shownText.ts';

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
 * Text that a terminal only shows: its active characters are written as `\u001b`, which JSON reads back as
 * the same characters. With `styled`, the colours and weights of this command line stay.
 */
export function inertText(text: string, styled: boolean): string {
  if (!styled) return shownText(text);
  return text
    .split(ownSequences)
    .map((part, i) => (i % 2 === 0 ? shownText(part) : part))
    .join('');
}

/** Erases from `rows` rows above the cursor to the end of the screen. */
export function erasure(rows: number): string {
  return rows === 0 ? '' : `${controlSequence}${rows}A\r${controlSequence}J`;
}
