import { type FileHandle, open } from 'node:fs/promises';
import type { Delay } from '../core/base/delay.ts';

/** Maximum time that a line waits before it is written, in milliseconds. */
const patience = 150;

/**
 * A new file of ASCII lines with one open handle. Lines are buffered and written in batches of whole lines.
 * After a failed write nothing more is written; `flush` and `close` throw its error.
 */
export class LineFile {
  readonly #handle: FileHandle;
  readonly #delay: Delay;
  #pending: string[] = [];
  #writing: Promise<void> = Promise.resolve();
  #cancelTimer: (() => void) | null = null;
  #failure: { error: unknown } | null = null;

  private constructor(handle: FileHandle, delay: Delay) {
    this.#handle = handle;
    this.#delay = delay;
  }

  /** Rejects with the error of the file system, also if the file exists. */
  static async create(path: string, delay: Delay): Promise<LineFile> {
    return new LineFile(await open(path, 'wx'), delay);
  }

  /** Whether a write has failed; lines pushed since then are lost. */
  get failed(): boolean {
    return this.#failure !== null;
  }

  /** Adds a line, given without its line break. It is on disk within `patience`. */
  push(line: string): void {
    this.#pending.push(line);
    this.#cancelTimer ??= this.#delay(() => void this.flush().catch(() => undefined), patience);
  }

  /** Writes all buffered lines. */
  async flush(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const lines = this.#pending;
    this.#pending = [];
    if (lines.length > 0) this.#writing = this.#writing.then(() => this.#write(`${lines.join('\n')}\n`));
    await this.#writing;
    if (this.#failure) throw this.#failure.error;
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.#handle.close();
    }
  }

  async #write(text: string): Promise<void> {
    if (this.#failure) return;
    try {
      await this.#handle.appendFile(text, 'latin1');
    } catch (error) {
      this.#failure = { error };
    }
  }
}
