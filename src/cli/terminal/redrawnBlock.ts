import type { Output } from '../process/context.ts';
import { textWidth } from './textWidth.ts';

const controlSequence = '\u001b[';

/** A block of lines at the bottom of a terminal that is erased and redrawn in place. */
export class RedrawnBlock {
  readonly #output: Output;
  #shown: readonly string[] = [];

  constructor(output: Output) {
    this.#output = output;
  }

  /** Replaces the block. Lines should fit the terminal; wider ones take several rows. */
  draw(lines: readonly string[]): void {
    this.#output.write(this.#erasure() + lines.map(line => `${line}\n`).join(''));
    this.#shown = lines;
  }

  /** Writes text that stays, above the block. */
  above(text: string): void {
    this.#output.write(`${this.#erasure()}${text}\n${this.#shown.map(line => `${line}\n`).join('')}`);
  }

  clear(): void {
    this.#output.write(this.#erasure());
    this.#shown = [];
  }

  #erasure(): string {
    // Counted at the current width, because a terminal that became narrower has wrapped what was drawn.
    const rows = this.#shown.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / this.#output.columns)),
      0,
    );
    return rows === 0 ? '' : `${controlSequence}${rows}A\r${controlSequence}J`;
  }
}
