const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as it must be written into HTML or SVG; names and errors come from files and providers. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, character => entities[character] ?? character);
}
