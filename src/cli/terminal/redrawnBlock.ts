import type { Output } from '../process/context.ts';
import { textWidth } from './textWidth.ts';

/** A block of lines at the bottom of a terminal that is erased and redrawn in place. */
export class RedrawnBlock {
  readonly #output: Output;
  #shown: readonly string[] = [];

  constructor(output: Output) {
    this.#output = output;
  }

  /** Replaces the block. Lines should fit the terminal; wider ones take several rows. */
  draw(lines: readonly string[]): void {
    this.#output.redraw(this.#rows(), lines.map(line => `${line}\n`).join(''));
    this.#shown = lines;
  }

  /** Writes text that stays, above the block. */
  above(text: string): void {
    this.#output.redraw(this.#rows(), [text, ...this.#shown].map(line => `${line}\n`).join(''));
  }

  clear(): void {
    this.#output.redraw(this.#rows(), '');
    this.#shown = [];
  }

  /** The rows of the block at the current width: a terminal that became narrower has wrapped what was drawn. */
  #rows(): number {
    return this.#shown.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / this.#output.columns)),
      0,
    );
  }
}
