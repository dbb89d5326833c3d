import { erasure } from '../../../../src/cli/process/terminalText.ts';

/** A control sequence or one character. */
const tokens = /\p{Cc}\[[\d;?]*[A-Za-z]|[\s\S]/gu;

/**
 * The parts of a terminal that the live display uses: wrapping, line feed, carriage return, cursor up, and
 * erasing to the end of the screen. Colours are dropped. Anything else throws.
 */
export class VirtualTerminal {
  readonly isTerminal = true;
  readonly colours: boolean;
  columns: number;
  readonly #rows: string[][] = [[]];
  #row = 0;
  #column = 0;
  /** Everything that was written. */
  raw = '';

  constructor(columns: number, colours = false) {
    this.columns = columns;
    this.colours = colours;
  }

  write(text: string): void {
    this.raw += text;
    for (const [token = ''] of text.matchAll(tokens)) this.#take(token);
  }

  redraw(rows: number, text: string): void {
    this.write(erasure(rows) + text);
  }

  data(text: string): void {
    this.write(text);
  }

  /** The screen without trailing blanks. */
  get screen(): string[] {
    const lines = this.#rows.map(row =>
      Array.from(row, cell => cell ?? ' ')
        .join('')
        .trimEnd(),
    );
    while (lines.length > 0 && lines.at(-1) === '') lines.pop();
    return lines;
  }

  #take(token: string): void {
    const sequence = token.length > 1 ? /(\d*)([A-Za-z])$/.exec(token) : null;
    if (sequence) this.#control(sequence[2] ?? '', Number(sequence[1] || 1));
    else if (token === '\n') {
      this.#column = 0;
      this.#moveDown();
    } else if (token === '\r') this.#column = 0;
    else if (token < ' ') throw new Error(`The terminal got control character ${token.charCodeAt(0)}.`);
    else this.#put(token);
  }

  #control(command: string, count: number): void {
    if (command === 'A') this.#row = Math.max(0, this.#row - count);
    else if (command === 'J') {
      this.#rows.length = this.#row + 1;
      this.#rows[this.#row]?.splice(this.#column);
    } else if (command !== 'm') throw new Error(`The terminal does not know ESC[${count}${command}.`);
  }

  #put(character: string): void {
    if (this.#column >= this.columns) {
      this.#column = 0;
      this.#moveDown();
    }
    const row = this.#rows[this.#row];
    if (row) row[this.#column++] = character;
  }

  #moveDown(): void {
    this.#row++;
    while (this.#rows.length <= this.#row) this.#rows.push([]);
  }
}
