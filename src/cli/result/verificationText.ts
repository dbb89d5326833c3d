import { relative } from 'node:path';
import type { JsonValue } from '../../core/base/jsonValue.ts';
import { countOf, missing } from '../../core/format/quantities.ts';
import type { Verification, VerifiedFolder } from '../../protocol/verification.ts';
import type { Styles } from '../terminal/style.ts';
import { table } from './table.ts';

/** More differences of one folder than this are only counted: one cause often makes many. */
const mostShown = 20;

/** What was recomputed of a folder, as lines. */
export function verificationText({ folder, parts }: Verification, styles: Styles): string[] {
  return parts.flatMap((part, i) => {
    const inside = relative(folder, part.folder);
    const name = inside === '' ? folder : `${folder}/${inside}`;
    return [...(i === 0 ? [] : ['']), ...partText(name, part, styles)];
  });
}

function partText(name: string, part: VerifiedFolder, styles: Styles): string[] {
  const { checked, differences, unchecked } = part;
  const values = countOf(checked, 'value');
  const verdict =
    differences.length === 0
      ? styles.good(`${values} recomputed: all agree.`)
      : styles.bad(`${values} recomputed: ${countOf(differences.length, 'difference')}.`);
  const rows = differences
    .slice(0, mostShown)
    .map(({ file, key, stored, recomputed }) => [`  ${file}`, key, textOf(stored), textOf(recomputed)]);
  const rest = differences.length - rows.length;
  const skipped = unchecked.map(({ file, key, reason }) => `  ${file}, ${key}: ${reason}`);
  return [
    styles.bold(name),
    verdict,
    ...(rows.length === 0 ? [] : table([['  File', 'Key', 'Stored', 'Recomputed'], ...rows], 'left')),
    ...(rest > 0 ? [`  and ${rest} more; --json lists them all`] : []),
    ...(skipped.length === 0 ? [] : [styles.dim('Could not be checked:'), ...skipped.map(styles.dim)]),
  ];
}

function textOf(value: JsonValue): string {
  if (value === null) return missing;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
