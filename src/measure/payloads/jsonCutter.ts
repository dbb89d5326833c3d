/** A JSON value of a larger text, not parsed yet. */
export interface CutValue {
  text: string;
  /** Line of the text in which it begins, from 1. */
  line: number;
}

const code = (character: string) => character.charCodeAt(0);
const [quote, backslash, comma, newline] = [code('"'), code('\\'), code(','), code('\n')];
const [openList, closeList, openObject, closeObject] = [code('['), code(']'), code('{'), code('}')];
const isSpace = (byte: number) => byte === newline || byte === 0x20 || byte === 0x0d || byte === 0x09;

/** Where the next character is. */
type Inside = 'nothing' | 'nested' | 'text' | 'word';

/**
 * Cuts a text that comes in pieces into JSON values: the items of a list, or values one after the other, such
 * as one a line. Only the value that is being read is kept. The values themselves are not checked.
 */
export class JsonCutter {
  /** null until the first character shows which it is. */
  #list: boolean | null = null;
  /** What may come next outside of values; `end`: nothing but space. */
  #next: 'first' | 'value' | 'separator' | 'end' = 'first';
  #line = 1;
  /** The value that is being read. */
  #parts: Buffer[] = [];
  #size = 0;
  #startLine = 1;
  #inside: Inside = 'nothing';
  #depth = 0;
  #inText = false;
  #escaped = false;

  /** Bytes of the value that is being read. */
  get pending(): number {
    return this.#size;
  }

  /** In a list, as opposed to one value after the other; null before the first character. */
  get list(): boolean | null {
    return this.#list;
  }

  /** The values that end in this piece. Throws SyntaxError. */
  *push(chunk: Buffer): Generator<CutValue> {
    let at = 0;
    while (at < chunk.length) {
      if (this.#inside === 'nothing') {
        at = this.#between(chunk, at);
        continue;
      }
      const [end, over] = this.#within(chunk, at);
      this.#parts.push(chunk.subarray(at, end));
      this.#size += end - at;
      at = end;
      if (over) yield this.#value();
    }
  }

  /** The value that only the end of the text ends, if there is one. Throws SyntaxError. */
  end(): CutValue | null {
    const word = this.#inside === 'word' ? this.#value() : null;
    if (this.#inside === 'nested' || this.#inside === 'text') {
      throw new SyntaxError(`the text ends within the value that begins in line ${this.#startLine}`);
    }
    if (this.#list && this.#next !== 'end') throw new SyntaxError('the list has no end');
    return word;
  }

  #value(): CutValue {
    const text = Buffer.concat(this.#parts).toString('utf8');
    this.#parts = [];
    this.#size = 0;
    this.#inside = 'nothing';
    this.#next = this.#list ? 'separator' : 'value';
    return { text, line: this.#startLine };
  }

  /** Takes one character outside of values. Returns where to go on, which is at a value if one begins. */
  #between(chunk: Buffer, at: number): number {
    const byte = chunk[at] ?? 0;
    if (byte === newline) this.#line += 1;
    if (isSpace(byte)) return at + 1;
    if (this.#list === null) {
      this.#list = byte === openList;
      if (this.#list) return at + 1;
    }
    if (this.#next === 'end') throw this.#unexpected(byte, 'after the end of the list');
    if (this.#list && byte === closeList && this.#next !== 'value') {
      this.#next = 'end';
      return at + 1;
    }
    if (this.#next === 'separator') {
      if (byte !== comma) throw this.#unexpected(byte, 'between the items of the list');
      this.#next = 'value';
      return at + 1;
    }
    if (byte === comma || byte === closeList || byte === closeObject) {
      throw this.#unexpected(byte, 'where a value should begin');
    }
    this.#begin(byte);
    return at;
  }

  #begin(byte: number): void {
    this.#startLine = this.#line;
    this.#depth = 0;
    this.#inText = false;
    this.#escaped = false;
    const nested = byte === openObject || byte === openList;
    this.#inside = nested ? 'nested' : byte === quote ? 'text' : 'word';
  }

  /** Reads on in a value. Returns where to go on, and whether the value is over. */
  #within(chunk: Buffer, from: number): [end: number, over: boolean] {
    const end = this.#inside === 'word' ? endOfWord(chunk, from) : this.#endOfNested(chunk, from);
    const over = this.#inside === 'word' ? end < chunk.length : this.#depth === 0 && !this.#inText;
    return [end, over];
  }

  /** Of an object, a list or a text. */
  #endOfNested(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length) {
      if (this.#inText) at = this.#endOfText(chunk, at);
      else this.#step(chunk[at++] ?? 0);
      if (this.#depth === 0 && !this.#inText) break;
    }
    return at;
  }

  /** Takes one character that is in no text. */
  #step(byte: number): void {
    if (byte === quote) this.#inText = true;
    else if (byte === openObject || byte === openList) this.#depth += 1;
    else if (byte === closeObject || byte === closeList) this.#depth -= 1;
    else if (byte === newline) this.#line += 1;
  }

  /** Most of a file is text, so this loop is short. */
  #endOfText(chunk: Buffer, from: number): number {
    let escaped = this.#escaped;
    let at = from;
    while (at < chunk.length) {
      const byte = chunk[at++];
      if (escaped) escaped = false;
      else if (byte === backslash) escaped = true;
      else if (byte === quote) {
        this.#inText = false;
        break;
      }
    }
    this.#escaped = escaped;
    return at;
  }

  #unexpected(byte: number, where: string): SyntaxError {
    const shown = byte < 0x80 ? `"${String.fromCharCode(byte)}"` : 'a character';
    return new SyntaxError(`there is ${shown} ${where}, in line ${this.#line}`);
  }
}

function endOfWord(chunk: Buffer, from: number): number {
  let at = from;
  for (; at < chunk.length; at++) {
    const byte = chunk[at] ?? 0;
    if (isSpace(byte) || byte === comma || byte === closeList) break;
  }
  return at;
}
