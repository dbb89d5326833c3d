/** Characters of a server's sentence. */
const longest = 400;

/** Characters of what a server sent that are looked at. */
const looked = 65_536;

/**
 * Text of a server as one line that is safe to show: no control characters, no colours, not endless. It is cut
 * between words: half of a key would not be recognised and masked.
 */
export function plainLine(text: string): string {
  const line = text
    .slice(0, looked)
    .replace(/\p{Cc}\[[\d;]+m/gu, '')
    .replace(/[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd\s]+/gu, ' ')
    .trim();
  if (line.length <= longest) return line;
  return `${line.slice(0, longest).replace(/[!-~\u00a1-\u00ff]*$/, '')}...`;
}

/** Where a web page begins. */
const pageStart = /<(!doctype\s+html|html|head|body)\b/i;

/**
 * Text in which a web page or an XML document is replaced by what it says: its title, else its heading, else
 * all of its text. Gateways quote such pages inside of their own sentences.
 */
export function withoutMarkup(text: string): string {
  const start = text.search(pageStart);
  if (start >= 0) return `${text.slice(0, start)}${pageWords(text.slice(start, start + looked))}`;
  if (text.length > looked) return text;
  return /^\s*<[?a-z][\s\S]*>\s*$/i.test(text) ? xmlWords(text) : text;
}

/** Whether a text is a web page, and not the sentence of an API. */
export function isPage(text: string): boolean {
  return /^\s*(<\?xml[^>]*>\s*)?(<!--|<(!doctype\s+html|html|head|body)\b)/i.test(text);
}

/** The title of a page, else its heading; '' = it has none. */
export function pageTitle(page: string): string {
  const shown = visible(page);
  return ['title', 'h1', 'h2'].map(name => inside(shown, name)).find(words => !empty.test(words)) ?? '';
}

/** Titles that say nothing. */
const empty = /^(\W|error|untitled|document|index|oops|html)*$/i;

function pageWords(page: string): string {
  return pageTitle(page) || textIn(visible(page).replace(/<title\b[\s\S]*?<\/title>/gi, ' '));
}

function visible(page: string): string {
  return page.replace(/<!--[\s\S]*?(-->|$)|<(script|style|template|svg)\b[\s\S]*?(<\/\2>|$)/gi, ' ');
}

/** S3 and other AWS services, API gateways, SOAP. */
function xmlWords(xml: string): string {
  const message = ['message', 'faultstring', 'errormessage', 'description', 'detail', 'reason']
    .map(name => inside(xml, name))
    .find(Boolean);
  const code = inside(xml, 'code');
  return message ? [code, message].filter(Boolean).join(': ') : textIn(xml);
}

/** The text of the first element of a name; '' = there is none. */
function inside(markup: string, element: string): string {
  const found = new RegExp(`<${element}\\b[^>]*>([\\s\\S]*?)(</${element}>|$)`, 'i').exec(markup);
  return textIn(found?.[1] ?? '');
}

function textIn(markup: string): string {
  return decoded(markup.replace(/<[^<>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

function decoded(text: string): string {
  return text.replace(/&(#x?[\da-f]{1,6}|\w{2,6});/gi, (all, name: string) => {
    if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? all;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}
