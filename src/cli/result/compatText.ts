import type { CompatMetric, CompatView } from '../../core/compat/compatView.ts';
import { missing } from '../../core/format/quantities.ts';
import type { Styles } from '../terminal/style.ts';
import { table } from './table.ts';

/** Enough digits to recognize a number that another tool printed. */
const digits = 7;

/** A run in the names and formulas of another tool, and what cannot be reproduced, as lines. */
export function compatText({ tool, source, metrics, formulas, gaps }: CompatView, styles: Styles): string[] {
  const sections = [
    [styles.bold(tool), styles.dim(`Formulas read from ${source}`)],
    table(metrics.map(row), 'left'),
    [
      'Formulas:',
      ...table(
        formulas.map(({ of, text }) => [`  ${of}`, text]),
        'left',
      ),
    ],
    gaps.length === 0 ? [] : ['Remaining differences:', ...gaps.map(gap => `  ${gap}`)],
  ];
  return sections
    .filter(lines => lines.length > 0)
    .flatMap(lines => [...lines, ''])
    .slice(0, -1);
}

function row({ name, value, unit }: CompatMetric): string[] {
  if (value === null) return [`  ${name}`, missing];
  return [`  ${name}`, `${Number(value.toPrecision(digits))}${unit === '' ? '' : ` ${unit}`}`];
}
