/** Shorter keys are placeholders such as `none` or `EMPTY`. Replacing them would only damage the data. */
const shortestSecret = 8;
/** A piece of a secret of this length, from its beginning or its end, is replaced too: servers cut what they quote. */
const shortestPiece = 16;

type Scrub = (text: string) => string;

/** Returns a function that replaces secrets by `***`, whole or cut, plain or as URLs, JSON, base64 and hex write them. */
export function scrubber(secrets: readonly string[]): Scrub {
  const forms = new Set(secrets.filter(secret => secret.length >= shortestSecret).flatMap(formsOf));
  // Longest first: if one secret contains another, no part of it may remain.
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  return text => ordered.reduce(withoutForm, text);
}

/**
 * The same for JSON text: names of members stay, whatever their values are. Names are what the readers of a
 * file rely on, and no secret is one.
 */
export function jsonScrubber(secrets: readonly string[]): Scrub {
  const scrub = scrubber(secrets);
  return json => {
    // Nearly every text contains no secret, and need not be taken apart.
    if (scrub(json) === json) return json;
    return json.replaceAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g, (text, colon) => (colon ? text : scrub(text)));
  };
}

function formsOf(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const ascii = escaped.replace(
    /[\u007f-\uffff]/g,
    c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const hex = Buffer.from(secret).toString('hex');
  const url = encodeURIComponent(secret);
  const encoded = [url, url.replaceAll(/%[0-9A-F]{2}/g, code => code.toLowerCase()), hex, hex.toUpperCase()];
  return [secret, escaped, ascii, ...encoded, ...[0, 1, 2].flatMap(before => base64Of(secret, before))];
}

/** The base64 of a text behind `before` other bytes, without the characters that depend on its neighbours. */
function base64Of(secret: string, before: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
  const from = before === 0 ? 0 : 4;
  const forms = [whole.toString('base64'), whole.toString('base64url')].map(text => text.slice(from));
  return forms.filter(text => text.length >= shortestSecret);
}

function withoutForm(text: string, form: string): string {
  if (form.length <= shortestPiece) return text.replaceAll(form, '***');
  const head = form.slice(0, shortestPiece);
  const tail = form.slice(-shortestPiece);
  return withoutTail(withoutHead(text, form, head), form, tail);
}

function withoutHead(text: string, form: string, head: string): string {
  let clean = text;
  for (let start = clean.indexOf(head); start >= 0; start = clean.indexOf(head, start + 3)) {
    let length = head.length;
    while (length < form.length && clean[start + length] === form[length]) length += 1;
    clean = `${clean.slice(0, start)}***${clean.slice(start + length)}`;
  }
  return clean;
}

function withoutTail(text: string, form: string, tail: string): string {
  let clean = text;
  for (let found = clean.indexOf(tail); found >= 0; found = clean.indexOf(tail)) {
    const end = found + tail.length;
    let length = tail.length;
    while (
      length < form.length &&
      length < end &&
      clean[end - length - 1] === form[form.length - length - 1]
    ) {
      length += 1;
    }
    clean = `${clean.slice(0, end - length)}***${clean.slice(end)}`;
  }
  return clean;
}
