/** What may not stand in the name of a folder. */
const forbidden = /[/\\:*?"<>|]+/g;

/** Names for the arms of an A/B run, each of them a folder's name too, and no two alike. */
export function armNames(wanted: readonly string[]): string[] {
  const names: string[] = [];
  for (const text of wanted) {
    const base = text.replaceAll(forbidden, '-').trim() || 'arm';
    let name = base;
    for (let n = 2; names.some(other => other.toLowerCase() === name.toLowerCase()); n++) {
      name = `${base} (${n})`;
    }
    names.push(name);
  }
  return names;
}
