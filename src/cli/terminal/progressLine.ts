import { bar } from './bar.ts';
import type { ProgressFacts } from './progress.ts';
import type { Styles } from './style.ts';
import { clip, textWidth } from './textWidth.ts';

const gap = '  ';
const widestBar = 40;
const narrowestBar = 8;

/**
 * The progress bar as one line of at most `columns` characters. On a narrow terminal, details are dropped from
 * the end first, then the bar. The percentage and the count stay.
 */
export function progressLine(facts: ProgressFacts, columns: number, styles: Styles): string {
  const available = columns - gap.length;
  const { label, share, count } = facts;
  if (share === null)
    return gap + clip([label, count, ...facts.details].filter(Boolean).join(gap), available);
  const percent = `${String(Math.floor(Math.min(1, share) * 100)).padStart(3)}%`;
  const essentials = [label, percent, count].join(gap);
  const availableForBar = available - textWidth(essentials) - gap.length;
  if (availableForBar < narrowestBar) return gap + clip(essentials, available);
  // The width depends only on the terminal. Otherwise the bar would move with every digit beside it.
  const width = Math.min(widestBar, availableForBar, Math.max(narrowestBar, Math.floor(columns / 4)));
  const details = [...facts.details];
  while (textWidth([essentials, ...details].join(gap)) + gap.length + width > available) details.pop();
  const { filled, rest } = bar(share, width);
  const drawn = styles.accent(filled) + styles.dim(rest);
  return gap + [label, percent, drawn, count, ...details.map(styles.dim)].join(gap);
}
