/** Larger buffers are not kept for reuse: one long answer must not hold memory for the rest of the run. */
const largestKept = 1 << 20;

/**
 * The body of one response as it arrived: its bytes and, for every socket read, where it ended and when
 * the socket delivered it. Appending copies only bytes and a number. Parsing waits until the exchange is
 * over, so that one stream never delays the stamps of another.
 */
export class WireLog {
  bytes: Buffer = Buffer.allocUnsafeSlow(16_384);
  length = 0;
  marks = 0;
  #ends = new Uint32Array(128);
  #times = new Float64Array(128);

  /** `at`: the clock's milliseconds of the read that `source[start..end)` belongs to. */
  append(source: Buffer, start: number, end: number, at: number): void {
    const needed = this.length + end - start;
    if (needed > this.bytes.length) this.#growBytes(needed);
    source.copy(this.bytes, this.length, start, end);
    this.length = needed;
    const last = this.marks - 1;
    if (last >= 0 && this.#times[last] === at) {
      this.#ends[last] = needed;
      return;
    }
    if (this.marks === this.#times.length) this.#growMarks();
    this.#ends[this.marks] = needed;
    this.#times[this.marks] = at;
    this.marks += 1;
  }

  /** End (exclusive) of the bytes that had arrived with read `mark`. */
  end(mark: number): number {
    return this.#ends[mark] ?? this.length;
  }

  /** Clock milliseconds of read `mark`. */
  time(mark: number): number {
    return this.#times[mark] ?? Number.NaN;
  }

  text(): string {
    return this.bytes.toString('utf8', 0, this.length);
  }

  clear(): void {
    this.length = 0;
    this.marks = 0;
  }

  get worthKeeping(): boolean {
    return this.bytes.length <= largestKept;
  }

  #growBytes(needed: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  #growMarks(): void {
    const ends = new Uint32Array(this.#ends.length * 2);
    ends.set(this.#ends);
    this.#ends = ends;
    const times = new Float64Array(this.#times.length * 2);
    times.set(this.#times);
    this.#times = times;
  }
}
