/** More sentences about one file would hide the others. */
const mostSentences = 3;

/** Collects what is wrong with the values of one file. A long list is cut short. */
export class WrongValues {
  readonly #file: string;
  readonly #sentences: string[] = [];
  #further = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * @param key its path inside the document or the line, joined by dots
   * @param problem such as `must be a number, not "abc"`
   * @param consequence such as `this value is left out`
   * @param line number of the line, from 1; absent for a file that is one document
   */
  add(key: string, problem: string, consequence: string, line?: number): void {
    if (this.#sentences.length === mostSentences) {
      this.#further++;
      return;
    }
    const place = line === undefined ? this.#file : `${this.#file} line ${line}`;
    this.#sentences.push(`${place}: "${key}" ${problem}; ${consequence}.`);
  }

  /** What to tell the reader. */
  sentences(): string[] {
    if (this.#further === 0) return [...this.#sentences];
    const values = this.#further === 1 ? 'value is' : 'values are';
    return [...this.#sentences, `${this.#file}: ${this.#further} more ${values} wrong.`];
  }
}
