import { bar } from './bar.ts';
import type { ProgressFacts } from './progress.ts';
import type { Styles } from './style.ts';
import { clip, textWidth } from './textWidth.ts';

const gap = '  ';
const widestBar = 40;
const narrowestBar = 8;

/**
 * The progress bar as one line of at most `columns` characters. A narrow terminal first loses details
 * from the end, then the bar; the percentage and the count stay.
 */
export function progressLine(facts: ProgressFacts, columns: number, styles: Styles): string {
  const room = columns - gap.length;
  const { label, share, count } = facts;
  if (share === null) return gap + clip([label, count, ...facts.details].filter(Boolean).join(gap), room);
  const percent = `${String(Math.floor(Math.min(1, share) * 100)).padStart(3)}%`;
  const essentials = [label, percent, count].join(gap);
  const roomForBar = room - textWidth(essentials) - gap.length;
  if (roomForBar < narrowestBar) return gap + clip(essentials, room);
  // The width depends on the terminal alone, or the bar would twitch with every digit beside it.
  const width = Math.min(widestBar, roomForBar, Math.max(narrowestBar, Math.floor(columns / 4)));
  const details = [...facts.details];
  while (textWidth([essentials, ...details].join(gap)) + gap.length + width > room) details.pop();
  const { filled, rest } = bar(share, width);
  const drawn = styles.accent(filled) + styles.dim(rest);
  return gap + [label, percent, drawn, count, ...details.map(styles.dim)].join(gap);
}
