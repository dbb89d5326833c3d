/** Shorter keys are placeholders such as `none` or `EMPTY`. Replacing them would only damage the data. */
const shortestSecret = 8;

/** Returns a function that replaces secrets in JSON text by `***`, however they are escaped there. */
export function scrubber(secrets: readonly string[]): (json: string) => string {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < shortestSecret) continue;
    const escaped = JSON.stringify(secret).slice(1, -1);
    const ascii = escaped.replace(
      /[\u007f-\uffff]/g,
      c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    for (const form of [secret, escaped, ascii, encodeURIComponent(secret)]) forms.add(form);
  }
  // Longest first: if one secret contains another, no part of it may remain.
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  return json => ordered.reduce((text, form) => text.replaceAll(form, '***'), json);
}
