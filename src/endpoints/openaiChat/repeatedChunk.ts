const contentKey = '"content":"';
const obfuscationKey = '"obfuscation":"';

/**
 * The chunks of a stream differ only in their content (and in OpenAI's random padding). Once one chunk is
 * parsed, another with the same text around its content needs no parsing: all its other members are equal.
 * That halves the cost of reading an answer, and reading is most of the engine's cost besides the sockets
 * (`npm run bench`).
 */
export class RepeatedChunk {
  #before = '';
  #after = '';
  /** The text after the content ends with padding: any letters and digits. */
  #padded = false;

  /**
   * Remembers a chunk that contained `content` as visible text and nothing else. A chunk whose content
   * cannot be located with certainty is not remembered: it is escaped, or its key occurs twice.
   */
  learn(data: string, content: string): void {
    this.#before = '';
    const key = data.indexOf(contentKey);
    const start = key + contentKey.length;
    const end = start + content.length;
    if (key < 0 || data.lastIndexOf('"content"') !== key || content.includes('\\')) return;
    if (data.slice(start, end) !== content || data[end] !== '"') return;
    const after = data.slice(end);
    const padding = after.indexOf(obfuscationKey);
    this.#padded = padding >= 0;
    this.#after = this.#padded ? after.slice(0, padding + obfuscationKey.length) : after;
    this.#before = data.slice(0, start);
  }

  /** The content of a chunk that differs from the remembered one only in its content; null for any other. */
  contentOf(data: string): string | null {
    if (this.#before === '' || !data.startsWith(this.#before)) return null;
    const start = this.#before.length;
    const end = data.indexOf('"', start);
    if (end <= start || !data.startsWith(this.#after, end)) return null;
    const content = data.slice(start, end);
    if (content.includes('\\')) return null;
    const rest = end + this.#after.length;
    if (this.#padded ? !isPadding(data, rest) : rest !== data.length) return null;
    return content;
  }
}

/** Whether `data` from `start` on is letters and digits, then a quote and a brace. */
function isPadding(data: string, start: number): boolean {
  const end = data.length - 2;
  if (end < start || data[end] !== '"' || data[end + 1] !== '}') return false;
  for (let i = start; i < end; i += 1) {
    const code = data.charCodeAt(i);
    const isDigit = code >= 48 && code <= 57;
    const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
    if (!isDigit && !isLetter) return false;
  }
  return true;
}
