import type { StreamEnd, StreamEndTest } from './streamEnd.ts';
import type { WireLog } from './wireLog.ts';

/** Milliseconds without a byte before the end of an answer is looked for, and before a likely end counts. */
const quiet = { over: 100, likely: 1000 };

/**
 * Notices that an answer is over although its body is not: servers and proxies keep bodies open after the
 * last event, some for ever. It looks at streams that are silent, so that reads cost nothing.
 */
export class EndWatch {
  /** Look after every read: this server has left answers open before. */
  readonly eager: boolean;
  readonly #test: StreamEndTest;
  /** The length of the body that was judged, and what was found there. */
  #judged = -1;
  #verdict: StreamEnd = 'open';
  #thorough = false;
  /** The length of a compressed body that was last decompressed. */
  #unpacked = -1;

  constructor(test: StreamEndTest, eager: boolean) {
    this.#test = test;
    this.eager = eager;
  }

  /** `waited`: milliseconds since the last byte. */
  isOver(body: WireLog, waited: number, headers: ReadonlyMap<string, string>): boolean {
    if (waited < quiet.over) return false;
    if (waited >= (this.eager ? quiet.over : quiet.likely)) this.#unpack(body, headers);
    if (this.#judged !== body.length) {
      this.#judged = body.length;
      this.#verdict = this.#test.last(body);
      this.#thorough = false;
    }
    if (!this.#thorough && waited >= (this.eager ? quiet.over : quiet.likely)) {
      this.#thorough = true;
      if (this.#verdict === 'open') this.#verdict = this.#test.several(body);
    }
    return this.#verdict !== 'open';
  }

  /** Judges a compressed answer. The verdict is there when the stream is looked at again. */
  #unpack(body: WireLog, headers: ReadonlyMap<string, string>): void {
    const { length } = body;
    if (this.#unpacked === length) return;
    this.#unpacked = length;
    void this.#test.plain?.(body, headers)?.then(plain => {
      if (body.length !== length) return;
      this.#judged = length;
      this.#thorough = true;
      const last = this.#test.last(plain);
      this.#verdict = last === 'open' ? this.#test.several(plain) : last;
    });
  }

  /** Whether the last event ends the answer. */
  endsNow(body: WireLog): boolean {
    return this.#test.last(body) === 'over';
  }
}
