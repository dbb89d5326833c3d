/** More sentences about one file would hide other warnings. */
const mostSentences = 3;

/** Collects the wrong values of one file as sentences, the first few in full. */
export class WrongValues {
  readonly #file: string;
  readonly #sentences: string[] = [];
  #further = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * @param key path inside the document or the line, joined by dots
   * @param problem such as `must be a number, not "abc"`
   * @param consequence such as `this value is left out`
   * @param line 1-based; absent if the whole file is one document
   */
  add(key: string, problem: string, consequence: string, line?: number): void {
    if (this.#sentences.length === mostSentences) {
      this.#further++;
      return;
    }
    const place = line === undefined ? this.#file : `${this.#file} line ${line}`;
    this.#sentences.push(`${place}: "${key}" ${problem}; ${consequence}.`);
  }

  /** The warnings to show. */
  sentences(): string[] {
    if (this.#further === 0) return [...this.#sentences];
    const values = this.#further === 1 ? 'value is' : 'values are';
    return [...this.#sentences, `${this.#file}: ${this.#further} more ${values} wrong.`];
  }
}
