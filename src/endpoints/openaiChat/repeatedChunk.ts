const contentKey = '"content":"';
const obfuscationKey = '"obfuscation":"';

/**
 * The chunks of a stream are the same text but for their content (and OpenAI's random padding). Once one
 * chunk is parsed, another with the same text around its content needs no parsing: it says the same in
 * every other member. That halves what an answer costs to read, and reading is most of what the engine
 * costs beyond the sockets (`npm run bench`).
 */
export class RepeatedChunk {
  #before = '';
  #after = '';
  /** The text after the content ends with padding, which may be any letters and digits. */
  #padded = false;

  /**
   * Remembers a chunk that brought `content` as visible text and nothing else. One whose content cannot
   * be found without doubt in its JSON, escaped or under a key that occurs twice, is not remembered.
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

  /** The content of a chunk that differs from the remembered one in nothing else; null for any other. */
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

/** Whether `data` ends after `start` with letters and digits, a quote and a brace. */
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
