const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Escapes a text for HTML or SVG, because names and errors come from files and providers. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, character => entities[character] ?? character);
}
