/** Shorter "keys" are placeholders such as `none` or `EMPTY`; replacing those would only damage the data. */
const shortestSecret = 8;

/** Makes a function that replaces every given secret in JSON text by `***`, however JSON escapes it. */
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
  // The longest first, so that no part of a secret remains where one contains another.
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  return json => ordered.reduce((text, form) => text.replaceAll(form, '***'), json);
}
